import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { mapImages } from '../dockerfile/dockerfile.js';
import { readRun } from '../dockerfile/read-run.js';
import { type Conventions, environmentName } from '../model/conventions.js';
import type { ContextFile } from '../model/facts.js';
import type { BuildSource, ContextFacts, ImageMap } from '../model/image.js';
import { covers } from '../model/live-path.js';
import type { Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { listContext } from './context-files.js';
import { SourceTree } from './source-tree.js';

/** One file or link of a build context. */
export interface ContextEntry {
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

/**
 * The context of a build source: its directory with the shared one beside its files, filtered by its .dockerignore, and
 * its Dockerfile with the image map applied.
 * @throws UserError where the directory, its Dockerfile or the shared directory is missing
 */
export function readContext(
  root: string,
  source: BuildSource,
  mode: Mode,
  images: ImageMap,
  conventions: Conventions,
): BuildContext {
  const common = conventions.shared?.source;
  const context = listContext(new SourceTree(root), source, common);
  if ('problem' in context)
    throw new UserError(
      `${context.problem} in ${root}`,
      `add it, or check ${environmentName(conventions, 'ROOT')}, sourceRoot in cdktf.json, and the construct`,
    );
  const dockerfile = mapImages(context.dockerfile, images);
  const entries = context.files.map((file): ContextEntry => {
    if (file.path !== posix.normalize(source.dockerfile)) return readEntry(root, file);
    return { path: file.path, content: { text: Buffer.from(dockerfile) }, executable: false };
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

function readEntry(root: string, { path, to, source }: ContextFile): ContextEntry {
  if (to !== undefined) return { path, content: { link: to }, executable: false };
  const absolute = join(root, source);
  const executable = (lstatSync(absolute).mode & 0o111) !== 0;
  return { path, content: { text: readFileSync(absolute) }, executable };
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
