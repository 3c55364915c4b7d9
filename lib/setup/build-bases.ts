import { cp } from 'node:fs/promises';
import path from 'node:path';
import { removeTemporary, temporaryDirectory } from '../disk/temporary.js';
import { lastLines } from '../engine/last-lines.js';
import { execaLong as execa } from '../engine/program.js';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';
import { aptInstall } from './apt.js';
import { baseFiles } from './base-files.js';
import { baseHash } from './base-hash.js';
import { type BaseSettings, baseSettings } from './base-settings.js';
import { baseName, type Catalog, entryOf } from './catalog.js';

/** A label on every base, the hash of what it was made from. */
const HASH_LABEL = `io.${TOOL}.base-hash`;

/** What a build needs: where the folders are, and what the host gives to the images. */
interface Plan {
  readonly catalog: Catalog;
  readonly imagesDir: string;
  readonly settings: BaseSettings;
  readonly log: (line: string) => void;
}

/** Whether the engine has the base, made from what its folders and the host hold now. */
export async function isCurrent(catalog: Catalog, repository: string, imagesDir: string): Promise<boolean> {
  const hash = await baseHash(catalog, repository, imagesDir, baseSettings(process.env));
  return (await hashOf(baseName(catalog, repository))) === hash;
}

/** Whether the engine has an image of that name that was not built here: somebody's own, which is theirs to renew. */
export async function isForeign(name: string): Promise<boolean> {
  return (await hashOf(name)) === '';
}

/**
 * Builds the bases and their parents, those that depend on nothing unbuilt at once. What is current stays.
 *
 * @throws UserError with the last lines of the first build that fails; the others are waited for
 */
export async function buildBases(
  catalog: Catalog,
  repositories: Iterable<string>,
  imagesDir: string,
  log: (line: string) => void,
): Promise<void> {
  const plan: Plan = { catalog, imagesDir, settings: baseSettings(process.env), log };
  const begun = new Map<string, Promise<void>>();
  const build = (repository: string): Promise<void> => {
    const known = begun.get(repository);
    if (known) return known;
    const { parent } = entryOf(catalog, repository);
    const done = (parent === undefined ? Promise.resolve() : build(parent)).then(() =>
      buildBase(plan, repository),
    );
    begun.set(repository, done);
    return done;
  };
  const results = await Promise.allSettled([...repositories].map(build));
  for (const result of results) {
    if (result.status === 'rejected') throw result.reason;
  }
}

async function buildBase(plan: Plan, repository: string): Promise<void> {
  const { catalog, imagesDir, settings, log } = plan;
  const name = baseName(catalog, repository);
  const hash = await baseHash(catalog, repository, imagesDir, settings);
  const made = await hashOf(name);
  if (made === hash) return;
  if (made === '')
    throw new UserError(
      `${name} is not a base that was built here: it is left as it is`,
      'give it another name (docker tag), and map to that',
    );

  const entry = entryOf(catalog, repository);
  const { parent } = entry;
  if (parent === undefined) await needRootBuilder(log);
  log(`building ${name}`);
  const start = Date.now();
  const context = temporaryDirectory('base');
  try {
    for (const [file, from] of await baseFiles(imagesDir, entry)) await cp(from, path.join(context, file));
    await prepare(name, context, settings);
    const args = Object.entries({
      ...settings.proxies,
      ...settings.sources,
      ...(parent === undefined ? {} : { PARENT: baseName(catalog, parent) }),
    });
    const labels = ['--label', `${HASH_LABEL}=${hash}`];
    const buildArgs = args.flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
    await run(name, 'docker', ['build', '--force-rm', '--tag', name, ...labels, ...buildArgs, context], {
      // Another builder than the engine's own does not see local images. The classic builder ignores both.
      BUILDX_BUILDER: 'default',
      BUILDKIT_PROGRESS: 'plain',
    });
  } finally {
    removeTemporary(context);
  }
  log(`built ${name} in ${Math.round((Date.now() - start) / 1000)} s`);
}

/** A base may fetch on the host what its Dockerfile cannot: prepare.sh runs in the copy that is the context. */
async function prepare(name: string, context: string, settings: BaseSettings): Promise<void> {
  const script = path.join(context, 'prepare.sh');
  const exists = !(await execa('test', ['-e', script], { reject: false })).failed;
  if (exists) await run(name, script, [], { CERTIFICATES: path.resolve(settings.certificates) });
}

async function run(
  name: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const result = await execa(command, args, { all: true, reject: false, stdin: 'ignore', env });
  if (!result.failed) return;
  throw new UserError(`building ${name} failed:\n${lastLines(`${result.all || result.shortMessage}`)}`);
}

/** What an image was made from; empty for one that was not built here, undefined for none. */
async function hashOf(name: string): Promise<string | undefined> {
  const format = `{{with .Config.Labels}}{{index . "${HASH_LABEL}"}}{{end}}`;
  const result = await execa('docker', ['image', 'inspect', '--format', format, name], { reject: false });
  return result.failed ? undefined : result.stdout.trim();
}

async function needRootBuilder(log: (line: string) => void): Promise<void> {
  if (!(await execa('mmdebstrap', ['--version'], { reject: false })).failed) return;
  // uidmap lets a user who is not root make the file system.
  await aptInstall('mmdebstrap', ['mmdebstrap', 'debian-archive-keyring', 'uidmap'], log);
}
