import { readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import ignoreModule from '@balena/dockerignore';
import type { BuildSourceView, ContextFact, ContextFile, ListedPath } from '../model/facts.js';
import type { SourceTree } from './source-tree.js';

const IGNORE_FILE = '.dockerignore';

/**
 * The file that says what a build leaves out: one that is named after the Dockerfile comes before the common one, as
 * BuildKit has it. The classic builder knows the common one alone, so a context never has both; being filtered when it
 * is staged, it is the same to both builders.
 */
export function ignoreFileOf(dockerfile: string, exists: (path: string) => boolean): string {
  const own = `${posix.normalize(dockerfile)}${IGNORE_FILE}`;
  return exists(own) ? own : IGNORE_FILE;
}

/** A file of a context before .dockerignore; `kind` as the disk has it. */
type Candidate = ListedPath & { readonly source: string };

/**
 * What the context of a build source holds: its directory, with the shared one beside its files where it shares, filtered
 * by its .dockerignore. Sockets and the like are not part of it, and its Dockerfile always is.
 * @param sharedDirectory relative to the source root @default - none is shared
 */
export function listContext(
  tree: SourceTree,
  source: BuildSourceView,
  sharedDirectory?: string,
): ContextFact {
  const common = source.shared ? sharedDirectory : undefined;
  const missing = missingDirectories(tree, source.directory, common);
  if (missing.length > 0) return { problem: missing.join('; ') };
  const own = filesOf(tree, source.directory).filter(({ path }) => source.only?.includes(path) ?? true);
  const shared = common === undefined ? [] : filesOf(tree, common, common);
  const dockerfile = readDockerfile(tree, source);
  const ignore = readIgnoreFile(tree, source, own);
  const problems = [
    ...missingFiles(source, own),
    ...sharedTwice(source.directory, own, common),
    ...('problem' in dockerfile ? [dockerfile.problem] : []),
    ...('problem' in ignore ? [ignore.problem] : []),
  ];
  if (problems.length > 0 || 'problem' in dockerfile || 'problem' in ignore)
    return { problem: problems.join('; ') };
  return filtered(source, dockerfile.text, [...own, ...shared], ignore);
}

/** What an ignore file leaves; the engine reads it whether or not it leaves itself. */
interface Ignore {
  readonly file: string;
  readonly keeps: (path: string) => boolean;
}

function filtered(
  source: BuildSourceView,
  dockerfile: string,
  all: readonly Candidate[],
  ignore: Ignore,
): ContextFact {
  const name = posix.normalize(source.dockerfile);
  const keeps = (path: string) =>
    path === ignore.file || (path !== IGNORE_FILE && path !== name && ignore.keeps(path));
  const kept = all.filter(({ path }) => keeps(path));
  const unreadable = kept.filter(({ kind }) => kind === 'unreadable').map((file) => file.source);
  if (unreadable.length > 0)
    return { problem: unreadable.map((path) => `${path} cannot be read`).join('; ') };
  const files = kept.flatMap((file): ContextFile[] => {
    const { path, kind, source: from } = file;
    if (kind === 'link') return [{ path, kind, to: file.to, source: from }];
    return kind === 'file' ? [{ path, kind, source: from }] : [];
  });
  // one that lies outside its context is in no COPY's reach
  if (!/^(\.\.)?\//.test(name))
    files.push({ path: name, kind: 'file', source: below(source.directory, name) });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const inContext = new Set([...kept.map(({ path }) => path), name]);
  const ignored = all.map(({ path }) => path).filter((path) => !inContext.has(path));
  return { files, ignored, ignoreFile: ignore.file, dockerfile };
}

/** All below a directory but directories, named relative to the context. */
function filesOf(tree: SourceTree, directory: string, prefix = '.'): Candidate[] {
  return tree
    .list(directory)
    .filter(({ kind }) => kind !== 'dir')
    .map((entry) => ({
      ...entry,
      path: below(prefix, entry.path),
      source: below(directory, entry.path),
    }));
}

/** The Dockerfile as its team wrote it, or in words why there is none. */
export function readDockerfile(
  tree: SourceTree,
  source: Pick<BuildSourceView, 'directory' | 'dockerfile' | 'inline'>,
): { readonly text: string } | { readonly problem: string } {
  if (source.inline !== undefined) return { text: source.inline };
  const path = source.dockerfile.startsWith('/')
    ? source.dockerfile
    : posix.join(source.directory, source.dockerfile);
  try {
    // a pipe would be waited for
    if (statSync(tree.absolute(path)).isFile()) return { text: readFileSync(tree.absolute(path), 'utf8') };
  } catch {
    // said below
  }
  return { problem: `${path} ${tree.stat(path) ? 'is not a file that can be read' : 'does not exist'}` };
}

function readIgnoreFile(
  tree: SourceTree,
  { directory, dockerfile, inline }: BuildSourceView,
  own: readonly Candidate[],
): Ignore | { readonly problem: string } {
  const placeOf = (name: string) => (name.startsWith('/') ? name : posix.join(directory, name));
  // beside a Dockerfile that lies outside its context it is not part of that either
  const isFile = (name: string) =>
    /^(\.\.)?\//.test(name)
      ? tree.stat(placeOf(name))?.kind === 'file'
      : own.some((each) => each.path === name && each.kind === 'file');
  const file = inline === undefined ? ignoreFileOf(dockerfile, isFile) : IGNORE_FILE;
  const path = placeOf(file);
  if (!isFile(file)) return { file, keeps: () => true };
  try {
    const keeps = keptBy(readFileSync(tree.absolute(path), 'utf8'));
    // a pattern that is none fails at its first use
    keeps('x');
    return { file, keeps };
  } catch {
    return { problem: `${path} has a pattern that cannot be read` };
  }
}

/** What a .dockerignore leaves. @param patterns its text */
export function keptBy(patterns: string): (path: string) => boolean {
  return ignoreModule.default().add(patterns).createFilter();
}

function missingDirectories(tree: SourceTree, directory: string, common: string | undefined): string[] {
  return [directory, ...(common === undefined ? [] : [common])]
    .filter((path) => !tree.isDirectory(path))
    .map((path) => `source directory "${path}" does not exist`);
}

function missingFiles({ directory, only }: BuildSourceView, own: readonly Candidate[]): string[] {
  return (only ?? [])
    .filter((path) => !own.some((file) => file.path === path))
    .map((path) => `${below(directory, path)} does not exist`);
}

function sharedTwice(directory: string, own: readonly Candidate[], common: string | undefined): string[] {
  const has = own.some(({ path }) => path === common || path.startsWith(`${common}/`));
  return common !== undefined && has
    ? [`${below(directory, common)} stands where the context gets the common ${common}/`]
    : [];
}

/** A path below a directory; `.` is the source root itself. */
function below(directory: string, path: string): string {
  return directory === '.' ? path : `${directory}/${path}`;
}
