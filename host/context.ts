import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import ignoreModule from '@balena/dockerignore';
import { mapImages, stageNames } from '../model/dockerfile.js';
import type { BuildSource, ContextFacts, ImageMap } from '../model/image.js';
import { covers } from '../model/live-path.js';
import type { Mode } from '../model/mode.js';
import { SHARED_DIRECTORY } from '../model/resolve.js';
import { UserError } from '../model/user-error.js';

/** One file or link of a build context. */
interface ContextEntry {
  /** Relative to the context's root. */
  readonly path: string;
  readonly content: { readonly text: Buffer } | { readonly link: string };
  readonly executable: boolean;
}

/** A build context in memory: what would be staged, and what is known of it. */
export interface BuildContext extends ContextFacts {
  readonly entries: readonly ContextEntry[];
  /** Over every file, the live ones too. */
  readonly fullDigest: string;
}

/** Never source, in any project: what Python and git leave behind must not change an image. */
const NEVER = new Set(['__pycache__', '.git']);
/** Read by the engine itself, whether or not .dockerignore leaves them to COPY. */
const IGNORE_FILE = '.dockerignore';

/**
 * The context of a build source: its directory with `shared/` beside its files, filtered by its .dockerignore, and
 * its Dockerfile with the image map applied.
 * @throws UserError where the directory, its Dockerfile or `shared/` is missing
 */
export function readContext(root: string, source: BuildSource, mode: Mode, images: ImageMap): BuildContext {
  const directory = join(root, source.directory);
  requireDirectory(root, source.directory);
  for (const { kind, path } of source.live) requireLive(root, `${source.directory}/${path}`, kind);
  const dockerfile = mapImages(readDockerfile(root, source), images);
  const entries = filterEntries(root, source, directory).filter(({ path }) => path !== source.dockerfile);
  entries.push({ path: source.dockerfile, content: { text: Buffer.from(dockerfile) }, executable: false });
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  const isLive = (path: string) =>
    mode === 'dev' &&
    (source.live.some((live) => covers(live, path)) ||
      (source.shared && path.startsWith(`${SHARED_DIRECTORY}/`)));
  return {
    entries,
    stages: stageNames(dockerfile),
    fullDigest: digest(source, entries),
    digest: digest(
      source,
      entries.filter(({ path }) => !isLive(path)),
    ),
  };
}

/** The Dockerfile as its team wrote it. */
export function readDockerfile(root: string, source: BuildSource): string {
  if (source.inline !== undefined) return source.inline;
  const path = join(root, source.directory, source.dockerfile);
  if (!existsSync(path))
    throw new UserError(
      `${source.directory}/${source.dockerfile} does not exist in ${root}`,
      'add it, or name the right file in the construct',
    );
  return readFileSync(path, 'utf8');
}

function filterEntries(root: string, source: BuildSource, directory: string): ContextEntry[] {
  const own = walk(directory).filter(({ path }) => source.only?.includes(path) ?? true);
  for (const path of source.only ?? [])
    if (!own.some((entry) => entry.path === path))
      throw new UserError(`${source.directory}/${path} does not exist in ${root}`, 'add it to the checkout');
  const all = source.shared ? [...own, ...sharedEntries(root, source, own)] : own;
  const ignore = own.find(({ path }) => path === IGNORE_FILE);
  if (!ignore || !('text' in ignore.content)) return all;
  const filter = ignoreModule.default().add(ignore.content.text.toString('utf8')).createFilter();
  return all.filter((entry) => entry === ignore || filter(entry.path));
}

function sharedEntries(root: string, source: BuildSource, own: readonly ContextEntry[]): ContextEntry[] {
  requireDirectory(root, SHARED_DIRECTORY);
  if (own.some(({ path }) => path === SHARED_DIRECTORY || path.startsWith(`${SHARED_DIRECTORY}/`)))
    throw new UserError(
      `${source.directory}/${SHARED_DIRECTORY} stands where the context gets the common ${SHARED_DIRECTORY}/`,
      `rename it, or move its files into ${SHARED_DIRECTORY}/`,
    );
  return walk(join(root, SHARED_DIRECTORY)).map((entry) => ({
    ...entry,
    path: `${SHARED_DIRECTORY}/${entry.path}`,
  }));
}

function requireDirectory(root: string, path: string): void {
  if (!existsSync(join(root, path)) || !lstatSync(join(root, path)).isDirectory())
    throw new UserError(
      `source directory "${path}" does not exist in ${root}`,
      'check OPSCONDUCTOR_ROOT, or sourceRoot in cdktf.json',
    );
}

/** A live path that is missing would become a directory owned by root, or a container that does not start. */
function requireLive(root: string, path: string, kind: 'file' | 'dir'): void {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats && (kind === 'dir' ? stats.isDirectory() : stats.isFile())) return;
  const problem = stats ? `is no ${kind === 'dir' ? 'directory' : 'file'}` : 'does not exist';
  throw new UserError(
    `live path ${path} ${problem} in ${root}`,
    'add it, or take it out of `live` in the construct',
  );
}

/** All files and links below a directory; sockets and the like are no part of a context. */
function walk(directory: string, prefix = ''): ContextEntry[] {
  return readdirSync(join(directory, prefix))
    .filter((name) => !NEVER.has(name))
    .flatMap((name) => {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const stats = lstatSync(join(directory, path));
      return stats.isDirectory() ? walk(directory, path) : readEntry(directory, path, stats);
    });
}

function readEntry(directory: string, path: string, stats: Stats): ContextEntry[] {
  const absolute = join(directory, path);
  if (stats.isSymbolicLink()) return [{ path, content: { link: readlinkSync(absolute) }, executable: false }];
  if (!stats.isFile()) return [];
  return [{ path, content: { text: readFileSync(absolute) }, executable: (stats.mode & 0o111) !== 0 }];
}

/** 12 hex digits over names, contents and executable bits: what git keeps, and nothing of the machine. */
function digest({ dockerfile }: BuildSource, entries: readonly ContextEntry[]): string {
  const hash = createHash('sha256').update(`${dockerfile}\0`);
  for (const { path, content, executable } of entries) {
    const body =
      'link' in content ? `link ${content.link}` : createHash('sha256').update(content.text).digest('hex');
    hash.update(`${path}\0${executable}\0${body}\n`);
  }
  return hash.digest('hex').slice(0, 12);
}
