import { randomUUID } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageFiles } from '../../lib/dockerfile/copy-resolution.js';
import { hasStartInterval } from '../../lib/engine/start-interval.js';
import { CASES, type CopyCase, contextOf, TREE } from '../dockerfile/copy-cases.js';
import { docker, lines } from './engine.js';

const LABEL = 'io.opsconductor.test.copy';
const RUN = randomUUID();
const SOCKET = process.env.DOCKER_HOST?.replace('unix://', '') ?? '/var/run/docker.sock';
/** What the engine itself puts into a container that it makes. */
const ENGINE = /^\/(\.dockerenv|dev\/.*|proc\/.*|sys\/.*|etc\/(hostname|hosts|resolv\.conf|mtab))$/;
/** The classic builder's messages about sources. */
const UNMATCHED = /no source files were specified|file does not exist|forbidden path/;

let directory: string;
let counter = 0;
/** Steps of the classic builder; those of a build that failed carry no label. */
const steps = new Set<string>();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'copy-resolution-'));
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  const own = ['--quiet', '--all', '--filter', `label=${LABEL}=${RUN}`];
  const containers = lines(await docker('ps', ...own));
  if (containers.length > 0) await docker('rm', '--volumes', ...containers);
  const images = new Set([...lines(await docker('images', ...own)), ...steps]);
  // many go with those that were built on them
  await execa('docker', ['rmi', '--force', ...images], { reject: false });
});

describe.concurrent('the classic builder', () => {
  it.each(CASES)('does with $title what the table says', async (each) => {
    const context = writeContext(each);
    const log = await (each.ignore === undefined ? buildWith('1', context, each) : buildWithCommand(context));
    for (const [, id = ''] of log.matchAll(/ ---(?:>|\\u003e) ([0-9a-f]{12})/g)) steps.add(id);
    const built = /Successfully built ([0-9a-f]{12})/.exec(log)?.[1];
    expect(built !== undefined, log).toBe(each.files !== undefined);
    if (built && each.files) {
      const { args = {}, target } = each;
      const resolved = imageFiles(each.dockerfile, contextOf(each.ignore), {
        args,
        ...(target && { target }),
      });
      const found = await filesOf(built, context, each.files);
      expect(found).toEqual(each.files);
      expect([...resolved.files.keys()].sort()).toEqual(Object.keys(found).sort());
    } else expect(UNMATCHED.test(log), log).toBe((each.unmatched ?? []).length > 0);
  });
});

/** Whether the engine's BuildKit is that of Engine 25 or a later one. */
const isNewer = hasStartInterval();

describe.concurrent('BuildKit', () => {
  // it is the command that applies .dockerignore, and BuildKit is asked without it
  it.each(
    CASES.filter(({ ignore }) => ignore === undefined),
  )('does with $title what the table says', async (each) => {
    const context = writeContext(each);
    const log = await buildWith('2', context, each);
    const built = /"ID":"sha256:(\w+)"/.exec(log)?.[1];
    const newer = (await isNewer) ? each.newerBuildkit : undefined;
    const expected = newer ?? each.buildkit ?? each.files ?? 'fails';
    expect(built !== undefined, log.slice(-500)).toBe(expected !== 'fails');
    if (built && expected !== 'fails') expect(await filesOf(built, context, expected)).toEqual(expected);
  });
});

function writeContext({ dockerfile, ignore }: CopyCase): string {
  const context = join(directory, String(counter++));
  mkdirSync(context);
  for (const [path, node] of Object.entries(TREE)) {
    const absolute = join(context, path);
    mkdirSync(node === null ? absolute : dirname(absolute), { recursive: true });
    if (node === 'file') writeFileSync(absolute, path);
    else if (node) symlinkSync(node.link, absolute);
  }
  if (ignore !== undefined) writeFileSync(join(context, '.dockerignore'), ignore);
  writeFileSync(join(context, 'Dockerfile'), dockerfile);
  return context;
}

async function buildWithCommand(context: string): Promise<string> {
  const options = { env: { DOCKER_BUILDKIT: '0' }, all: true, reject: false } as const;
  return (await execa('docker', ['build', '--no-cache', '--label', `${LABEL}=${RUN}`, context], options)).all;
}

/**
 * By the engine's API, which has both builders even where the command lacks a plugin. Without the cache: to the classic
 * builder, files of the same text are the same source whatever their names.
 */
async function buildWith(
  version: '1' | '2',
  context: string,
  { args = {}, target = '' }: CopyCase,
): Promise<string> {
  const { stdout: tar } = await execa('tar', ['-C', context, '-c', '.'], { encoding: 'buffer' });
  const query = { version, target, nocache: '1', forcerm: '1', buildargs: JSON.stringify(args) };
  const labels = JSON.stringify({ [LABEL]: RUN });
  return String(
    await call('POST', `/build?${new URLSearchParams({ ...query, labels })}`, 'application/x-tar', tar),
  );
}

/** Paths, each with its expected source if it has that one's text or is that link, else with its own text. */
async function filesOf(
  image: string,
  context: string,
  expected: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const spec = JSON.stringify({ Image: image, Cmd: ['none'], Labels: { [LABEL]: RUN } });
  const created = String(await call('POST', '/containers/create', 'application/json', spec));
  const { Id } = JSON.parse(created) as { Id?: string };
  if (!Id) throw new Error(created);
  const root = `${context}.image`;
  mkdirSync(root);
  await execa('tar', ['-x', '-C', root], { input: await call('GET', `/containers/${Id}/export`) });
  await call('DELETE', `/containers/${Id}`);
  const files = walk(root).filter(([path]) => !ENGINE.test(path) && !path.endsWith('/Dockerfile'));
  const named = files.map(([path, text]) => {
    const source = expected[path];
    return [path, source !== undefined && textsOf(join(context, source)).includes(text) ? source : text];
  });
  return Object.fromEntries(named);
}

/** A link may have been copied as such, or as what it leads to. */
function textsOf(path: string): string[] {
  const link = lstatSync(path).isSymbolicLink() ? [readlinkSync(path)] : [];
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? [...link, readFileSync(path, 'utf8')] : link;
}

function walk(root: string, below = ''): [path: string, text: string][] {
  return readdirSync(root + below).flatMap((name): [string, string][] => {
    const path = `${below}/${name}`;
    const stats = lstatSync(root + path);
    if (stats.isDirectory()) return walk(root, path);
    return [[path, stats.isSymbolicLink() ? readlinkSync(root + path) : readFileSync(root + path, 'utf8')]];
  });
}

function call(method: string, path: string, type = '', body: string | Uint8Array = ''): Promise<Buffer> {
  const headers = type === '' ? {} : { 'Content-Type': type };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: SOCKET, method, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts)));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
