import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ignoreModule from '@balena/dockerignore';
import type { BuildSourceView, Fault, ListedPath } from '../model/facts.js';
import { faultAt, letRead } from './expected.js';
import type { SourceTree } from './source-tree.js';

/** A path below a directory; `.` is the source root itself. */
export function below(directory: string, path: string): string {
  return directory === '.' ? path : `${directory}/${path}`;
}

/** Where people write what an image is built from. */
function nameOf({ live }: Pick<BuildSourceView, 'live'>): string {
  return live === undefined ? 'the Compose file' : 'the construct';
}

/** The directories that a context is made of. */
export function directoryFaults(
  tree: SourceTree,
  source: BuildSourceView,
  common: string | undefined,
): Fault[] {
  const named = nameOf(source);
  const expected = [
    { path: source.directory, cure: `add it, or name the right directory in ${named}` },
    ...(common === undefined
      ? []
      : [{ path: common, cure: 'add it, or declare shared: false in the construct of what needs none' }]),
  ];
  return expected.flatMap(({ path, cure }) => {
    const fault = faultAt(tree, { path, kind: 'dir', name: `source directory "${path}"`, cure, named });
    return fault ? [fault] : [];
  });
}

/** The files that a context has alone. */
export function chosenFaults(tree: SourceTree, source: BuildSourceView): Fault[] {
  const { directory, only = [] } = source;
  const named = nameOf(source);
  return only.flatMap((name) => {
    const fault = faultAt(tree, {
      path: below(directory, name),
      kind: 'file',
      cure: `add it, or name the right file in ${named}`,
      named,
    });
    return fault ? [fault] : [];
  });
}

/** What stands in a service's directory where the context gets the common one. */
export function sharedFaults(
  tree: SourceTree,
  { directory, only }: BuildSourceView,
  own: readonly ListedPath[],
  common: string | undefined,
): Fault[] {
  if (common === undefined || directory === common) return [];
  const path = below(directory, common);
  const to = tree.linkAt(path);
  if (to !== undefined && (only?.includes(common) ?? true)) {
    const leads = { nowhere: ', which does not exist', circle: ', which leads back to it' } as const;
    const end = tree.end(path);
    const where = end === 'nowhere' || end === 'circle' ? leads[end] : '';
    return [
      {
        problem: `${path} is a link (to "${to}"${where}) where the common ${common}/ is laid`,
        fix: `remove the link (rm ${path}): the image gets ${common}/ without it`,
      },
    ];
  }
  if (!own.some((file) => file.path === common || file.path.startsWith(`${common}/`))) return [];
  return [
    {
      problem: `${path} stands where the context gets the common ${common}/`,
      fix: `move what it holds to ${common}/ and remove it, or declare shared: false in the construct`,
    },
  ];
}

/** Why there is no Dockerfile to read; one that is written in the construct is always there. */
export function dockerfileFault(
  tree: SourceTree,
  source: Pick<BuildSourceView, 'directory' | 'dockerfile' | 'inline' | 'live'>,
): Fault | undefined {
  const { directory, dockerfile, inline } = source;
  if (inline !== undefined) return undefined;
  const path = dockerfilePath({ directory, dockerfile });
  const named = nameOf(source);
  return faultAt(tree, { path, kind: 'file', cure: () => dockerfileCure(tree, directory, named), named });
}

export function dockerfilePath({
  directory,
  dockerfile,
}: Pick<BuildSourceView, 'directory' | 'dockerfile'>): string {
  return dockerfile.startsWith('/') ? dockerfile : posix.join(directory, dockerfile);
}

/** One of another name may be what is meant. */
function dockerfileCure(tree: SourceTree, directory: string, named: string): string {
  const others = tree
    .list(directory)
    .flatMap(({ path, kind }) =>
      kind === 'file' && /^Dockerfile(\.\w+)*$|\.Dockerfile$/i.test(path) ? [path] : [],
    )
    .filter((path) => !path.endsWith('.dockerignore'));
  return others.length === 0
    ? `add it, or name the right file in ${named}`
    : `add it, or name another in ${named} (there is ${others.join(', ')})`;
}

/** Why an ignore file cannot be followed: the engine would refuse the build. */
export function ignoreFault(tree: SourceTree, path: string): Fault | undefined {
  const fault = faultAt(tree, { path, kind: 'file', cure: 'add it' });
  if (fault) return fault;
  const lines = readFileSync(tree.absolute(path), 'utf8').split('\n');
  const line = lines.findIndex((pattern) => !isPattern(pattern));
  if (line < 0) return undefined;
  return {
    problem: `${path} has a pattern that cannot be read: "${lines[line]?.trim()}" in line ${line + 1}`,
    fix: 'correct the pattern, or remove the line',
    place: { file: path, line: line + 1 },
  };
}

function isPattern(line: string): boolean {
  try {
    // one that is none fails at its first use
    ignoreModule.default().add(line).createFilter()('x');
    return true;
  } catch {
    return false;
  }
}

/** Files that are part of a context and may not be read. */
export function unreadableFaults(files: readonly { readonly source: string }[]): Fault[] {
  return files.map(({ source }) => ({
    problem: `${source} cannot be read`,
    fix: `${letRead(source)}, or leave it out in .dockerignore`,
  }));
}
