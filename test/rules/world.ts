import { posix } from 'node:path';
import { expect } from 'vitest';
import type { CheckedService, CheckedSystem } from '../../lib/model/checked-system.js';
import type { BuildSourceView, ContextFact, ContextFile, Facts, PathFact } from '../../lib/model/facts.js';
import { type Finding, isError } from '../../lib/model/finding.js';
import type { Mode } from '../../lib/model/mode.js';
import { check } from '../../lib/rules/check.js';
import { checkForErrors } from '../../lib/rules/check-for-errors.js';
import { CONVENTIONS } from '../conventions.js';

/** A file's text, or what stands at a path. */
type Leaf =
  | string
  | { readonly link: string }
  /** A file of root. */
  | { readonly mode: number }
  | { readonly kind: 'socket' | 'other' | 'unreadable' | 'dir' };
export type Tree = Readonly<Record<string, Leaf>>;

/**
 * A source root in memory: paths relative to it, or absolute for what is outside.
 * @param hasGit whether it is in git, with all that is in it
 */
export function fakeFacts(tree: Tree, hasGit = true): Facts {
  const paths = Object.keys(tree).sort();
  const isDirectory = (path: string) => path === '.' || paths.some((each) => each.startsWith(`${path}/`));
  const stat = (path: string): PathFact | undefined => {
    const leaf = Object.hasOwn(tree, path) ? tree[path] : undefined;
    if (leaf === undefined) return isDirectory(path) ? { kind: 'dir' } : undefined;
    if (typeof leaf === 'string') return { kind: 'file' };
    if ('link' in leaf) return { kind: 'link', to: leaf.link };
    return { kind: 'kind' in leaf ? leaf.kind : 'file' };
  };
  const resolve = (path: string, depth = 0): string | undefined => {
    const fact = stat(path);
    if (!fact) {
      const parent = posix.dirname(path);
      const end = parent === path || parent === '.' ? undefined : resolve(parent, depth + 1);
      return end === undefined || end === parent || depth > 20
        ? undefined
        : resolve(`${end}/${posix.basename(path)}`);
    }
    if (fact.kind !== 'link') return path;
    const to = fact.to.startsWith('/') ? fact.to : posix.join(posix.dirname(path), fact.to);
    // the source root's own absolute path
    return depth > 20 ? undefined : resolve(to.replace(/^\/src\//, ''), depth + 1);
  };
  const below = (directory: string) =>
    paths.flatMap((path) => {
      if (path.startsWith('/') !== directory.startsWith('/')) return [];
      if (directory === '.') return [path];
      return path.startsWith(`${directory}/`) ? [path.slice(directory.length + 1)] : [];
    });
  const join = (directory: string, path: string) => (directory === '.' ? path : `${directory}/${path}`);
  const list: Facts['list'] = (directory) =>
    below(directory).map((path) => ({ path, ...(stat(join(directory, path)) as PathFact) }));
  const read: Facts['read'] = (path) => {
    const leaf = tree[path];
    return typeof leaf === 'string' ? { text: leaf } : { problem: 'cannot be read' };
  };
  return {
    stat,
    access: (path) => {
      const leaf = tree[path];
      return typeof leaf === 'object' && 'mode' in leaf ? { mode: leaf.mode, uid: 0, gid: 0 } : undefined;
    },
    list,
    read,
    resolve: (path) => (/^\/|^\.\.\//.test(path) ? (stat(path) ? path : undefined) : resolve(path)),
    tracked: (directory) => below(directory),
    isIgnored: () => false,
    isInGit: (path) => (hasGit ? below('.').includes(path) : undefined),
    context: (source) => context(source, { list, read, isDirectory, join }),
  };
}

function context(
  { directory, dockerfile, inline, shared }: BuildSourceView,
  facts: Pick<Facts, 'list' | 'read'> & {
    isDirectory(path: string): boolean;
    join(directory: string, path: string): string;
  },
): ContextFact {
  if (!facts.isDirectory(directory))
    return { faults: [{ problem: `source directory "${directory}" does not exist`, fix: 'add it' }] };
  const text = inline === undefined ? facts.read(facts.join(directory, dockerfile)) : { text: inline };
  if ('problem' in text)
    return { faults: [{ problem: `${facts.join(directory, dockerfile)} does not exist`, fix: 'add it' }] };
  const [own, common] = [`${dockerfile}.dockerignore`, '.dockerignore'].map((name) =>
    facts.read(facts.join(directory, name)),
  );
  const ignore = own && 'text' in own ? own : (common ?? { problem: '' });
  const patterns = 'text' in ignore ? ignore.text.split('\n') : [];
  const all = [
    ...facts.list(directory).map((entry) => ({ ...entry, source: facts.join(directory, entry.path) })),
    ...(shared
      ? facts
          .list('shared')
          .map((entry) => ({ ...entry, source: `shared/${entry.path}`, path: `shared/${entry.path}` }))
      : []),
  ];
  const isIgnored = (path: string) => patterns.some((each) => path === each || path.startsWith(`${each}/`));
  const files = all.flatMap((entry): ContextFile[] => {
    if (isIgnored(entry.path)) return [];
    const { path, source } = entry;
    if (entry.kind === 'link') return [{ path, kind: 'link', to: entry.to, source }];
    return entry.kind === 'file' ? [{ path, kind: 'file', source }] : [];
  });
  return { files, ignored: all.map(({ path }) => path).filter(isIgnored), dockerfile: text.text };
}

type Service = Partial<Omit<CheckedService, 'mode' | 'user'>> & { readonly user?: string | undefined };

/** A service with nothing wrong: `api`, of no image in particular. */
export function service(overrides: Service = {}): Service {
  return overrides;
}

/** A service that is built from a directory of its name. */
export function built(name: string, overrides: Service = {}, source: Partial<BuildSourceView> = {}): Service {
  return {
    name,
    kind: 'application',
    image: { kind: 'build', source: { directory: name, dockerfile: 'Dockerfile', shared: false, ...source } },
    ...overrides,
  };
}

export const bind = (
  source: string,
  target: string,
  rest: { kind?: 'file' | 'dir'; hot?: boolean; readOnly?: boolean } = {},
) => ({
  type: 'bind' as const,
  source,
  target,
  readOnly: true,
  ...rest,
});

export const volume = (name: string | undefined, target: string) => ({
  type: 'volume' as const,
  ...(name === undefined ? {} : { volume: name }),
  target,
  readOnly: false,
});

export function system(mode: Mode, services: readonly Service[]): CheckedSystem {
  return {
    name: 'acme',
    mode,
    services: services.map(
      (each) =>
        ({
          name: 'api',
          kind: 'backing',
          user: '65534:65534',
          environment: {},
          restart: 'unless-stopped',
          published: [],
          mounts: [],
          dependsOn: [],
          exceptions: {},
          ...each,
          mode,
        }) as CheckedService,
    ),
  };
}

export interface World {
  readonly dev?: readonly Service[];
  readonly prod?: readonly Service[];
  readonly tree?: Tree;
  /** @default - true */
  readonly hasGit?: boolean;
  /** Whether somebody else wrote both systems. @default - they are ours */
  readonly foreign?: true;
  /** Whether nobody said which modes they are. @default - somebody did */
  readonly guessed?: true;
  /** Of dev. */
  readonly configs?: NonNullable<CheckedSystem['configs']>;
}

function findingsIn({ dev, prod, tree = {}, hasGit, foreign, guessed, configs }: World): Finding[] {
  const whose = { ...(foreign ? { foreign } : {}), ...(guessed ? { guessed } : {}) };
  const ofDev = dev && { ...system('dev', dev), ...whose, ...(configs ? { configs } : {}) };
  const ofProd = prod && { ...system('prod', prod), ...whose };
  const facts = fakeFacts(tree, hasGit);
  const findings = check(ofDev, ofProd, facts, CONVENTIONS);
  // whoever asks for errors alone is told all of them
  expect(checkForErrors(ofDev, ofProd, facts, CONVENTIONS)).toEqual(findings.filter(isError));
  return findings;
}

/** What one rule finds, a line each: `error dev/api mounts[/data]: problem (file:line). Fix: fix`. */
export function found(rule: string, world: World): string[] {
  return findingsIn(world)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, where, at, problem, fix, place, exception }) => {
      const line = place ? ` (${place.file}:${place.line})` : '';
      const excused = exception === undefined ? '' : ` [${exception}]`;
      return `${severity} ${where} ${at}: ${problem}${line}. Fix: ${fix}${excused}`;
    });
}
