import type { FileCapabilities } from './file-capabilities.js';
import { type Budget, clean, FileTree, isBelow, walk } from './file-tree.js';
import type { ImageFiles, ImageHealthCheck, ImageUser, Origin, Unproven } from './image-files.js';
import type { Instruction } from './instructions.js';
import { expand, type Lookup } from './variables.js';

/** A stage while its instructions are read. */
export interface Stage {
  /** Counted from 0, as `COPY --from` counts. */
  readonly index: number;
  readonly tree: FileTree;
  /** The image from outside that it begins with; undefined for `scratch`. */
  readonly base?: string;
  readonly escapeToken: string;
  /** ENV; undefined for a value that is unknown. */
  readonly env: Map<string, string | undefined>;
  /** ARG; null for one that nothing gives a value. */
  readonly args: Map<string, string | null | undefined>;
  readonly unproven: Unproven[];
  readonly exposed: ImageFiles['exposed'][number][];
  readonly volumes: ImageFiles['volumes'][number][];
  readonly fileCapabilities: FileCapabilities[];
  /** What is copied from images, by path; file or directory, nobody knows, so it is not in the tree. */
  readonly fromImages: Map<string, Origin>;
  /** What ONBUILD leaves to the stages that begin with this one. */
  readonly triggers: Instruction[];
  /** Absolute; undefined where the base image's is not known. */
  workdir?: string | undefined;
  /** What reads the shell form of RUN, CMD and ENTRYPOINT. */
  shell: readonly string[];
  entrypoint?: readonly string[];
  command?: readonly string[];
  startLine?: number;
  healthCheck?: ImageHealthCheck | undefined;
  user?: ImageUser | undefined;
  /** Whether this stage itself has a CMD, which no ENTRYPOINT takes away. */
  hasCommand: boolean;
}

export function newStage(
  index: number,
  escapeToken: string,
  base: string | undefined,
  budget: Budget,
): Stage {
  return {
    index,
    tree: new FileTree(budget),
    ...(base !== undefined && { base }),
    escapeToken,
    env: new Map(),
    args: new Map(),
    unproven: [],
    exposed: [],
    volumes: [],
    fileCapabilities: [],
    fromImages: new Map(),
    triggers: [],
    workdir: base === undefined ? '/' : undefined,
    shell: ['/bin/sh', '-c'],
    hasCommand: false,
  };
}

/** A stage that begins as another one ended. */
export function inherit(index: number, parent: Stage): Stage {
  return {
    ...parent,
    index,
    tree: parent.tree.clone(),
    env: new Map(parent.env),
    // BuildKit hands them on, the classic builder does not
    args: new Map([...parent.args.keys()].map((name) => [name, undefined])),
    unproven: [...parent.unproven],
    exposed: [...parent.exposed],
    volumes: [...parent.volumes],
    fileCapabilities: [...parent.fileCapabilities],
    fromImages: new Map(parent.fromImages),
    triggers: [],
    hasCommand: false,
  };
}

/**
 * A stage that begins as the image of another Dockerfile ended. To this Dockerfile all of it is done in the line of FROM; what
 * that Dockerfile leaves in doubt comes before, where it is not a doubt about a file that it copies.
 */
export function beginWith(index: number, end: Stage, line: number, escapeToken: string): Stage {
  const stage = inherit(index, end);
  // that its build fails is said of that Dockerfile
  const doubts = end.unproven.map(
    ({ fails: _, ...each }): Unproven => ({ ...each, line: line - 1, why: fromWords(each) }),
  );
  for (const { path, node } of walk(end.tree.root)) {
    if (node.kind === 'dir') continue;
    stage.tree.put(path, { ...node, origin: { ...node.origin, line } });
    const doubt = end.unproven.findLast(
      (each) => each.line >= node.origin.line && (each.path === undefined || isBelow(path, each.path)),
    );
    if (doubt) doubts.push({ line, path, why: fromWords(doubt), ...(doubt.removes && { removes: true }) });
  }
  const { healthCheck, user } = end;
  return {
    ...stage,
    escapeToken,
    args: new Map(),
    unproven: doubts,
    exposed: end.exposed.map(({ port }) => ({ port, line })),
    volumes: end.volumes.map(({ path }) => ({ path, line })),
    fileCapabilities: end.fileCapabilities.map(({ capabilities }) => ({ capabilities, line })),
    fromImages: new Map([...end.fromImages].map(([path, origin]) => [path, { ...origin, line }])),
    ...(end.startLine !== undefined && { startLine: line }),
    ...(healthCheck && { healthCheck: { ...healthCheck, line } }),
    ...(user && { user: { ...user, line } }),
  };
}

function fromWords({ why, line }: Unproven): string {
  return `FROM: line ${line} of that Dockerfile, ${why}`;
}

/** A stage that begins with the files of a directory and nothing else. */
export function directoryStage(index: number, tree: FileTree, escapeToken: string): Stage {
  return { ...newStage(index, escapeToken, undefined, tree.budget), tree };
}

/** ENV before ARG, as the engine has it. What the base image sets is unknown, so an unset name is, too. */
export function lookupIn(stage: Stage): Lookup {
  const unset = stage.base === undefined ? null : undefined;
  return (name) => {
    if (stage.env.has(name)) return stage.env.get(name);
    const value = stage.args.has(name) ? stage.args.get(name) : unset;
    return value === null ? unset : value;
  };
}

export function expandIn(stage: Stage, word: string): string | undefined {
  return expand(word, lookupIn(stage), { escapeToken: stage.escapeToken });
}

/** A path of the container, absolute; undefined where it hangs on a working directory that is not known. */
export function absolute(workdir: string | undefined, path: string): string | undefined {
  if (path.startsWith('/')) return clean(path);
  return workdir === undefined ? undefined : clean(`${workdir}/${path}`);
}
