import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { mapImages } from '../dockerfile/dockerfile.js';
import { readRun } from '../dockerfile/read-run.js';
import type { Conventions } from '../model/conventions.js';
import type { ContextFile } from '../model/facts.js';
import type { BuildSource, ContextFacts, ImageMap } from '../model/image.js';
import { covers } from '../model/live-path.js';
import type { Mode } from '../model/mode.js';
import { listContext } from './context-files.js';
import { fileDigest } from './file-digest.js';
import { SourceTree } from './source-tree.js';

/** What is in a file, without all of it being in memory. */
export interface FileContent {
  /** Where it is read, absolute. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, in hexadecimal. */
  readonly digest: string;
  /** What stands in the place of the file's own text. @default - that */
  readonly text?: string;
}

/** One file or link of a build context. */
export interface ContextEntry {
  /** Relative to the context's root. */
  readonly path: string;
  readonly content: FileContent | { readonly link: string };
  readonly executable: boolean;
}

/** A build context in memory: what would be staged, and what is known of it. */
export interface BuildContext extends ContextFacts {
  readonly entries: readonly ContextEntry[];
  /** Over every file, the live ones too. */
  readonly fullDigest: string;
}

/** Of a context that cannot be read. */
export const UNREAD: BuildContext = { entries: [], stages: [], digest: '', fullDigest: '' };

/**
 * The context of a build source: its directory with the shared one beside its files, filtered by its .dockerignore, and
 * its Dockerfile with the image map applied.
 * @param tree what knows the directories of the root @default - they are read anew
 * @returns nothing at all where something stands in its way: `listContext` says what
 */
export function readContext(
  root: string,
  source: BuildSource,
  mode: Mode,
  images: ImageMap,
  conventions: Conventions,
  tree = new SourceTree(root),
): BuildContext {
  const common = conventions.shared?.source;
  const context = listContext(tree, source, common);
  if (!('dockerfile' in context) || context.faults) return UNREAD;
  const dockerfile = mapImages(context.dockerfile, images);
  const entries = context.files.map((file): ContextEntry => {
    if (file.path !== posix.normalize(source.dockerfile)) return readEntry(tree, file);
    return { path: file.path, content: given(join(root, file.source), dockerfile), executable: false };
  });
  const isLive = (path: string) =>
    mode === 'dev' &&
    (source.live.some((live) => covers(live, path)) ||
      (source.shared && common !== undefined && path.startsWith(`${common}/`)));
  return {
    entries,
    ...readRun(dockerfile, mode),
    fullDigest: digest(source, entries),
    digest: digest(
      source,
      entries.filter(({ path }) => !isLive(path)),
    ),
  };
}

function readEntry(tree: SourceTree, { path, to, source }: ContextFile): ContextEntry {
  if (to !== undefined) return { path, content: { link: to }, executable: false };
  const files = read.get(tree) ?? new Map<string, ReturnType<typeof readFile>>();
  read.set(tree, files);
  const file = files.get(source) ?? readFile(tree.absolute(source));
  files.set(source, file);
  return { path, ...file };
}

/** Both modes, and what is committed, ask for the same files. What was saved since, staging notices. */
const read = new WeakMap<SourceTree, Map<string, ReturnType<typeof readFile>>>();

/** A file as it lies on the disk. @param file absolute */
export function readFile(file: string): Pick<ContextEntry, 'content' | 'executable'> {
  const stats = statSync(file, { bigint: true });
  const content = { file, size: Number(stats.size), digest: fileDigest(file, stats) };
  return { content, executable: (stats.mode & 0o111n) !== 0n };
}

function given(file: string, text: string): FileContent {
  const bytes = Buffer.from(text);
  return { file, size: bytes.length, digest: createHash('sha256').update(bytes).digest('hex'), text };
}

/** 12 hex digits over names, contents and executable bits: what git keeps, and nothing of the machine. */
function digest({ dockerfile, target, args }: BuildSource, entries: readonly ContextEntry[]): string {
  const hash = createHash('sha256').update(`${dockerfile}\0`);
  if (target !== undefined || args) hash.update(`${JSON.stringify([target, args])}\0`);
  for (const { path, content, executable } of entries) {
    const body = 'link' in content ? `link ${content.link}` : content.digest;
    hash.update(`${path}\0${executable}\0${body}\n`);
  }
  return hash.digest('hex').slice(0, 12);
}
