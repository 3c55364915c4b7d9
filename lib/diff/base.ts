import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { parseCompose } from '../compose/read/parse.js';
import { DiskSources } from '../disk/disk-sources.js';
import { lastLines } from '../engine/last-lines.js';
import { execaLong } from '../engine/program.js';
import { commandWords, environmentName } from '../model/conventions.js';
import { composeFileName } from '../model/deployment.js';
import { MODES, type Mode } from '../model/mode.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';
import type { DescribedTree } from '../synth/described.js';
import type { Project } from '../synth/project.js';
import { type ProjectSettings, readSettings } from '../synth/settings.js';
import type { Revision } from './repository.js';

/** What the hidden command `spec` prints; another version is of a revision whose specs this one cannot read. */
export const SPEC_VERSION = 1;

const described = z.object({
  version: z.literal(SPEC_VERSION),
  dev: z.object({ services: z.array(z.unknown()) }).loose(),
  prod: z.object({ services: z.array(z.unknown()) }).loose(),
});

/** A revision's system, and in words why its own code did not describe it. */
export interface BaseTree extends DescribedTree {
  readonly because?: string;
}

/**
 * The system of a revision that is checked out, described by the revision's own code; where that does not run, by its
 * committed Compose files.
 * @throws UserError where it has neither
 */
export async function readBase(project: Project, { top }: Revision, checkout: string): Promise<BaseTree> {
  const directory = join(checkout, relative(top, project.directory));
  const { settings, env } = baseSettings(project, top, checkout, directory);
  const own = await describeByItself(project, { directory, top, checkout }, env);
  if ('systems' in own) return { systems: own.systems, settings };
  return { systems: readCommitted(settings), settings, because: own.because };
}

/** Whether a source root is in no revision of a repository. @param top the repository's directory */
export function isOutside(top: string, sourceRoot: string): boolean {
  return relative(top, sourceRoot).startsWith('..');
}

/** The settings of the same project in the checkout; a source root outside the repository is the same on both sides. */
function baseSettings(project: Project, top: string, checkout: string, directory: string) {
  const { conventions } = project.system;
  const root = environmentName(conventions, 'ROOT');
  const { sourceRoot } = readSettings(project);
  const there = isOutside(top, sourceRoot) ? sourceRoot : join(checkout, relative(top, sourceRoot));
  const env = { ...process.env, [root]: there };
  if (!existsSync(join(directory, 'cdktf.json')))
    throw new UserError('the project is not in that revision', 'name a later one with --base');
  return { settings: readSettings({ ...project, directory }, env).project, env };
}

/** Minutes: as long as a busy machine may take to compile what is wrong. */
const PATIENCE = 4;

/** Where a revision is: its own project, and the directory of its repository here and as it is checked out. */
interface CheckedOut {
  readonly directory: string;
  readonly top: string;
  readonly checkout: string;
}

async function describeByItself(
  project: Project,
  { directory, top, checkout }: CheckedOut,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly systems: DescribedTree['systems'] } | { readonly because: string }> {
  const home = relative(top, packagesHome(project.directory, top));
  const packages = await ownPackages(join(checkout, home), join(top, home));
  if (packages !== undefined) return { because: packages };
  const [program, ...args] = commandWords(project.system.conventions.commands.entry);
  const run = await execaLong(program, [...args, 'spec'], {
    cwd: directory,
    env,
    reject: false,
    timeout: PATIENCE * 60_000,
  });
  if (run.timedOut) return { because: `it has not in ${PATIENCE} minutes` };
  if (run.failed) return { because: reasonIn(run.stderr) };
  const { data } = described.safeParse(json(run.stdout));
  if (!data) return { because: 'it describes systems in another form' };
  return { systems: data as unknown as DescribedTree['systems'] };
}

function reasonIn(stderr: string): string {
  if (stderr.includes('unknown command "spec"')) return 'it is older than diff';
  return (
    lastLines(stderr.replaceAll(/^npm error A complete log .*$/gm, '').trimEnd(), 1)
      .replace(/^error: /, '')
      .replace(/\.? Fix: .*$/, '') || 'it ends without a word'
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where npm keeps the packages of a project: there, or in a directory above it, as of a description in `infra/`. */
function packagesHome(directory: string, top: string): string {
  const isHome = ['package-lock.json', `node_modules/${TOOL}`].some((name) =>
    existsSync(join(directory, name)),
  );
  return isHome || directory === top ? directory : packagesHome(dirname(directory), top);
}

/** Gives the checkout the npm packages that its lock names. @returns in words why it has none */
async function ownPackages(directory: string, working: string): Promise<string | undefined> {
  const lock = (at: string) => {
    const path = join(at, 'package-lock.json');
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  if (lock(directory) === lock(working)) {
    if (existsSync(join(working, 'node_modules')) && !existsSync(join(directory, 'node_modules')))
      symlinkSync(join(working, 'node_modules'), join(directory, 'node_modules'));
    return undefined;
  }
  const install = ['ci', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const { failed, stderr } = await execaLong('npm', install, {
    cwd: directory,
    reject: false,
    timeout: 300_000,
  });
  return failed ? `its npm packages cannot be installed: ${lastLines(stderr, 1)}` : undefined;
}

/** The committed Compose files, with the tags that the checkout's files give. */
function readCommitted(settings: ProjectSettings): DescribedTree['systems'] {
  const { sourceRoot, images, conventions } = settings;
  const sources = new DiskSources(sourceRoot, images, conventions);
  const read = (mode: Mode): SystemSpec => {
    const path = join(sourceRoot, composeFileName(conventions, mode));
    if (!existsSync(path))
      throw new UserError(
        `that revision has no ${composeFileName(conventions, mode)}, and its code does not run`,
        'name another one with --base',
      );
    const { system } = parseCompose([{ path, text: readFileSync(path, 'utf8') }], {
      ...{ mode, root: sourceRoot, conventions, env: {}, readFile: () => undefined },
    });
    const services = (system.services as readonly ServiceSpec[]).map((service) =>
      withTag(service, mode, sources),
    );
    return { ...(system as unknown as SystemSpec), name: conventions.name, conventions, services };
  };
  const [dev, prod] = MODES.map(read) as [SystemSpec<'dev'>, SystemSpec<'prod'>];
  return { dev, prod };
}

function withTag(said: ServiceSpec, mode: Mode, sources: DiskSources): ServiceSpec {
  // which no file says of a service that has none
  const service = { ...said, restart: said.restart ?? 'no' };
  const { image } = service;
  if (image.kind !== 'build' || !('source' in image)) return service;
  return { ...service, image: { ...image, tag: `${mode}-${sources.context(image.source, mode).digest}` } };
}
