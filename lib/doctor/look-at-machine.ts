import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { listContainers } from '../engine/docker.js';
import { holderOf } from '../engine/ports.js';
import type { Conventions } from '../model/conventions.js';
import { isMeasured } from '../model/gateway.js';
import { MODES } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { missingImages } from '../setup/availability.js';
import { composePart } from '../setup/compose.js';
import { enginePart } from '../setup/engine.js';
import { fixOf } from '../setup/part.js';
import { backupLocation, resticVersion } from '../setup/restic.js';
import { type Description, describe } from '../synth/description.js';
import type { Project } from '../synth/project.js';
import { requiredImages } from '../synth/required-images.js';
import { readSettings } from '../synth/settings.js';
import { WatchedFiles } from '../watch/watched-files.js';
import type { Machine } from './machine.js';
import { engineMetrics } from './metrics.js';

/** Asks the machine, its engine and the registries for all that is checked; changes nothing. */
export async function lookAtMachine(project: Project): Promise<Machine> {
  const settings = readSettings(project);
  const { conventions, sourceRoot } = settings;
  const engine = await engineOf(conventions.commands.setup);
  const { description, sourceProblem } = described(project);
  const info = engine.problem ? undefined : await engineInfo();
  const dev = description?.systems.dev;
  return {
    conventions,
    versions: await versionsOf(),
    engine,
    backup: { location: backupLocation(conventions), restic: await resticVersion() },
    metrics: await metricsOf(conventions, description),
    sourceProblem,
    disks: disksOf([sourceRoot, ...(info?.root === undefined ? [] : [info.root])]),
    clockAhead: info?.ahead,
    // a copy that was never started gets free ones
    ports: description && info && settings.copy?.isNoted !== false ? await portsOf(description) : undefined,
    images: description && info ? await imagesOf(description) : undefined,
    inotify: dev && inotifyOf(new WatchedFiles(sourceRoot, dev.services).scan().size),
    certificates: certificatesOf(process.env),
    memory: {
      available: freemem(),
      total: totalmem(),
      limits: (dev?.services ?? []).reduce((sum, { memory }) => sum + (memory ?? 0) * 1024 ** 2, 0),
    },
  };
}

function described(project: Project): { description?: Description; sourceProblem: string | undefined } {
  try {
    const description = describe(readSettings(project));
    const [first, ...more] = description.errors();
    if (!first) return { description, sourceProblem: undefined };
    const others = more.length === 0 ? '' : `, and ${more.length} more`;
    return { description, sourceProblem: `${first.at}: ${first.problem}${others}` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { sourceProblem: error.message.split('\n')[0] };
  }
}

async function metricsOf(
  { telemetry }: Conventions,
  description: Description | undefined,
): Promise<Machine['metrics']> {
  const wanted =
    telemetry !== undefined || (description !== undefined && isMeasured(description.systems.prod));
  return { wanted, engine: wanted ? await engineMetrics() : undefined };
}

async function versionsOf(): Promise<Machine['versions']> {
  const versionOf = async (program: string, ...args: readonly string[]) => {
    const { failed, stdout } = await execa(program, args, { reject: false, timeout: 5000 });
    return failed ? undefined : String(stdout).split('\n')[0];
  };
  return {
    node: process.versions.node,
    compose: await versionOf('docker', 'compose', 'version', '--short'),
    composeProblem: await composePart().check(),
    terraform: await versionOf(process.env.TERRAFORM_BINARY_NAME || 'terraform', 'version'),
  };
}

async function engineOf(setup: string): Promise<Machine['engine']> {
  const part = enginePart();
  const says = await part.check();
  if (says !== undefined) return { version: undefined, problem: { says, cure: await fixOf(part, setup) } };
  const { stdout } = await execa('docker', ['version', '--format', '{{.Server.Version}}']);
  return { version: stdout, problem: undefined };
}

/** Where this machine's engine keeps its data, and how many seconds its clock is ahead. */
async function engineInfo(): Promise<{
  readonly root: string | undefined;
  readonly ahead: number | undefined;
}> {
  const before = Date.now();
  const { stdout } = await execa('docker', ['info', '--format', '{{.DockerRootDir}}\t{{.SystemTime}}'], {
    reject: false,
  });
  const [root = '', time = ''] = String(stdout).split('\t');
  // it was told at some moment of the call
  const ahead = (Date.parse(time) - (before + Date.now()) / 2) / 1000;
  return { root: existsSync(root) ? root : undefined, ahead: Number.isNaN(ahead) ? undefined : ahead };
}

function disksOf(paths: readonly string[]): Machine['disks'] {
  const devices = new Map(paths.map((path) => [statSync(path).dev, path]));
  return [...devices.values()].map((path) => {
    const { bavail, blocks, bsize, ffree, files } = statfsSync(path);
    // a file system without a table of files says 0 of 0
    const freeFiles = files === 0 ? Number.POSITIVE_INFINITY : ffree;
    return { path, free: bavail * bsize, size: blocks * bsize, freeFiles };
  });
}

async function portsOf({ systems, settings }: Description): Promise<Machine['ports']> {
  const ours = new Set((await listContainers(settings)).map(({ name }) => name));
  // both modes have the same ports, and prod's are free only on all addresses
  const wanted = new Map(
    MODES.flatMap((mode) =>
      systems[mode].services.flatMap(({ name, published }) =>
        published.map((port) => [port.host, { service: name, port }] as const),
      ),
    ),
  );
  const held = await Promise.all(
    [...wanted.values()].map(async ({ service, port }) => {
      const holder = await holderOf(port);
      if (holder === undefined || ours.has(holder)) return [];
      return [{ service, port: port.host, holder: holder ? `container ${holder}` : 'another process' }];
    }),
  );
  return { checked: wanted.size, taken: held.flat() };
}

async function imagesOf({ systems, settings }: Description): Promise<Machine['images']> {
  const needed = [...requiredImages(settings.sourceRoot, [systems.dev, systems.prod]).keys()];
  return { needed: needed.length, missing: await missingImages(needed, settings.images) };
}

function inotifyOf(needed: number): Machine['inotify'] {
  const limit = (name: string) => {
    const file = join('/proc/sys/fs/inotify', name);
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  };
  const [watches, instances] = [limit('max_user_watches'), limit('max_user_instances')];
  return watches === undefined || instances === undefined ? undefined : { watches, instances, needed };
}

/** Where people say which certificates are to be used beside, or in the place of, the machine's own. */
function certificatesOf(environment: NodeJS.ProcessEnv): Machine['certificates'] {
  const named = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].flatMap(
    (namedBy) => {
      const file = environment[namedBy];
      return file ? [{ namedBy, file }] : [];
    },
  );
  const client = environment.DOCKER_CERT_PATH;
  if (client) named.push({ namedBy: 'DOCKER_CERT_PATH', file: join(client, 'cert.pem') });
  const files = new Map(named.map((each) => [each.file, each]));
  return [...files.values()].map((each) => ({ ...each, ...certificateIn(each.file) }));
}

function certificateIn(file: string): { readonly problem: string } | { readonly ends: Date } {
  if (!existsSync(file)) return { problem: 'is not there' };
  try {
    // of a bundle the first one
    return { ends: new Date(new X509Certificate(readFileSync(file)).validTo) };
  } catch {
    return { problem: 'is no certificate' };
  }
}
