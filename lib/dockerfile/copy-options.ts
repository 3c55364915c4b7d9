import ignoreModule from '@balena/dockerignore';
import { clean, type FileTree, type Node, walk } from './file-tree.js';
import { expandIn, type Stage } from './stage.js';
import type { Arguments } from './words.js';

/** What COPY and ADD are told beside their sources. `--chmod` and `--chown` move no file. */
export interface CopyOptions {
  /** Whether `--exclude` names a path, relative to what is copied. */
  readonly excludes: (path: string) => boolean;
  /** `--parents`: a source keeps the directories before it. */
  readonly parents: boolean;
  /** `--link`: the files get a layer of their own, so no link or directory of the image below is seen. */
  readonly link: boolean;
}

/** @returns the word of an `--exclude` that cannot be known */
export function readOptions(flags: Arguments['flags'], stage: Stage): CopyOptions | string {
  const isSet = (name: string) => flags.some((flag) => flag.name === name && flag.value !== 'false');
  const patterns: string[] = [];
  for (const { name, value } of flags) {
    if (name !== 'exclude') continue;
    const pattern = expandIn(stage, value);
    if (pattern === undefined) return value;
    patterns.push(pattern);
  }
  const excludes = patterns.length === 0 ? () => false : matcher(patterns);
  return { excludes, parents: isSet('parents'), link: isSet('link') };
}

/** One path that `COPY --parents` takes. */
export interface Kept {
  /** Below the destination, with `/` before it. */
  readonly path: string;
  readonly node: Node;
}

/**
 * What a source of `COPY --parents` takes: all that matches it, with its directories from the root, or from `/./`, on.
 * @returns undefined where a link whose target is unknown is in the way
 */
export function keptParents(
  tree: FileTree,
  source: string,
): { readonly root: string; readonly found: readonly Kept[] } | undefined {
  const pivot = source.indexOf('/./');
  const root = pivot < 0 ? '/' : clean(source.slice(0, pivot));
  const pattern = clean(pivot < 0 ? source : source.slice(pivot + 2)).slice(1);
  const end = tree.resolve(root);
  if (end === 'link') return undefined;
  if (typeof end === 'string' || end.node?.kind !== 'dir') return { root, found: [] };
  const matches = pattern === '' ? () => true : matcher([pattern]);
  return { root, found: [...walk(end.node)].filter(({ path }) => matches(path.slice(1))) };
}

/** Patterns as .dockerignore has them: what is below a match matches. */
function matcher(patterns: readonly string[]): (path: string) => boolean {
  const keeps = ignoreModule
    .default()
    .add([...patterns])
    .createFilter();
  return (path) => !keeps(path);
}
