import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ignoreModule from '@balena/dockerignore';
import type { BuildSourceView, ContextFact, ContextFile, Fault, ListedPath } from '../model/facts.js';
import {
  below,
  chosenFaults,
  directoryFaults,
  dockerfileFault,
  dockerfilePath,
  ignoreFault,
  sharedFaults,
  unreadableFaults,
} from './context-faults.js';
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
  const { directory, dockerfile, inline, only, shared, live } = source;
  const key = JSON.stringify([
    directory,
    dockerfile,
    inline,
    only,
    shared && sharedDirectory,
    live === undefined,
  ]);
  const lists = listed.get(tree) ?? new Map<string, ContextFact>();
  listed.set(tree, lists);
  const found = lists.get(key) ?? readContextFiles(tree, source, sharedDirectory);
  lists.set(key, found);
  return found;
}

/** Both modes, what is committed and the rules ask for the same contexts. */
const listed = new WeakMap<SourceTree, Map<string, ContextFact>>();

function readContextFiles(
  tree: SourceTree,
  source: BuildSourceView,
  sharedDirectory: string | undefined,
): ContextFact {
  const common = source.shared ? sharedDirectory : undefined;
  const isThere = tree.end(source.directory) === 'dir';
  const found = filesOf(tree, source.directory).filter(({ path }) => source.only?.includes(path) ?? true);
  const taken = sharedFaults(tree, source, found, common);
  const own = taken.length > 0 ? found.filter(({ path }) => !isAt(path, common)) : found;
  const all = [...own, ...(common === undefined ? [] : filesOf(tree, common, common))];
  const ignore = ignoreOf(tree, source);
  const dockerfile = readDockerfile(tree, source);
  const kept = 'fault' in ignore ? [] : all.filter(({ path }) => isKept(source, ignore, path));
  const missing = [
    ...directoryFaults(tree, source, common),
    ...(isThere ? chosenFaults(tree, source) : []),
    ...('fault' in dockerfile && isThere ? [dockerfile.fault] : []),
    ...('fault' in ignore ? [ignore.fault] : []),
  ];
  const faults = [
    ...missing,
    ...taken,
    ...unreadableFaults(kept.filter(({ kind }) => kind === 'unreadable')),
  ];
  // what is worked out without these would be wrong
  if (missing.length > 0 || 'fault' in dockerfile || 'fault' in ignore) return { faults };
  const context = contextOf(source, { dockerfile: dockerfile.text, ignoreFile: ignore.file }, all, kept);
  return faults.length > 0 ? { ...context, faults } : context;
}

/** Whether a path of a context is what the common directory is laid over, or below it. */
function isAt(path: string, common: string | undefined): boolean {
  return common !== undefined && (path === common || path.startsWith(`${common}/`));
}

/** What an ignore file leaves; the engine reads it whether or not it leaves itself. */
interface Ignore {
  readonly file: string;
  readonly keeps: (path: string) => boolean;
}

function isKept({ dockerfile }: BuildSourceView, ignore: Ignore, path: string): boolean {
  if (path === ignore.file) return true;
  return path !== IGNORE_FILE && path !== posix.normalize(dockerfile) && ignore.keeps(path);
}

function contextOf(
  source: BuildSourceView,
  read: { readonly dockerfile: string; readonly ignoreFile: string },
  all: readonly Candidate[],
  kept: readonly Candidate[],
): Extract<ContextFact, { readonly dockerfile: string }> {
  const name = posix.normalize(source.dockerfile);
  const files = kept.flatMap((file): ContextFile[] => {
    const { path, kind, source: from } = file;
    if (kind === 'link') return [{ path, kind, to: file.to, source: from }];
    return kind === 'file' || kind === 'unreadable' ? [{ path, kind: 'file', source: from }] : [];
  });
  // one that lies outside its context is in no COPY's reach
  if (!/^(\.\.)?\//.test(name))
    files.push({ path: name, kind: 'file', source: below(source.directory, name) });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const inContext = new Set([...kept.map(({ path }) => path), name]);
  const ignored = all.map(({ path }) => path).filter((path) => !inContext.has(path));
  return { files, ignored, ...read };
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

/** The Dockerfile as its team wrote it, or why there is none. */
export function readDockerfile(
  tree: SourceTree,
  source: Pick<BuildSourceView, 'directory' | 'dockerfile' | 'inline' | 'live'>,
): { readonly text: string } | { readonly fault: Fault } {
  if (source.inline !== undefined) return { text: source.inline };
  const fault = dockerfileFault(tree, source);
  return fault ? { fault } : { text: readFileSync(tree.absolute(dockerfilePath(source)), 'utf8') };
}

function ignoreOf(
  tree: SourceTree,
  { directory, dockerfile, inline, only }: BuildSourceView,
): Ignore | { readonly fault: Fault } {
  const placeOf = (name: string) => (name.startsWith('/') ? name : posix.join(directory, name));
  const isThere = (name: string) => (only?.includes(name) ?? true) && tree.stat(placeOf(name)) !== undefined;
  const file = inline === undefined ? ignoreFileOf(dockerfile, isThere) : IGNORE_FILE;
  const path = placeOf(file);
  if (!isThere(file)) return { file, keeps: () => true };
  const fault = ignoreFault(tree, path);
  return fault ? { fault } : { file, keeps: keptBy(readFileSync(tree.absolute(path), 'utf8')) };
}

/** What a .dockerignore leaves. @param patterns its text */
export function keptBy(patterns: string): (path: string) => boolean {
  return ignoreModule.default().add(patterns).createFilter();
}
