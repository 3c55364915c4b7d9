import type { Build, Offer } from './copying.js';
import { dispatch } from './dispatch.js';
import { clean, FileTree, overlap, walk } from './file-tree.js';
import type { ContextPath, ImageFiles, Origin, Unproven } from './image-files.js';
import { type Instructions, readInstructions } from './instructions.js';
import type { BuildOptions, BuiltFiles, NamedSource } from './named-sources.js';
import { beginWith, directoryStage, inherit, newStage, type Stage } from './stage.js';
import { divide, findTarget, neededFor, type StageText, stageNamed, stageNumbered } from './stages.js';

/** Files and directories that all stages together may put anywhere: more than a real image has. */
const MOST_PUTS = 500_000;

/**
 * What a Dockerfile's stage puts where in its image. A live test holds it against Docker Engine 20.10; where its two
 * builders differ, the classic one is followed or the path is unproven. Values of ARG are taken as they stand, though an
 * ENV of the base image would win; what ONBUILD of an image from outside does is not seen.
 * @param context what .dockerignore leaves; directories are implied by what is in them
 */
export function imageFiles(
  dockerfile: string,
  context: readonly ContextPath[],
  options: BuildOptions = {},
): BuiltFiles {
  const instructions = tryRead(dockerfile);
  if (!instructions) return nothing('the Dockerfile cannot be read');
  const { stages, args } = divide(instructions, options.args ?? {});
  const target = findTarget(stages, options.target);
  if (target < 0)
    return nothing(options.target === undefined ? 'there is no FROM' : `there is no stage ${options.target}`);
  const done = new Map<number, Stage>();
  const budget = { left: MOST_PUTS };
  const unmatched: Build['unmatched'] = [];
  const build: Build = {
    context: treeOf(context),
    unmatched,
    from: (name, { index }) => offerOf(name, index, stages, done, options.named),
  };
  for (const index of neededFor(target, stages)) {
    const text = stages[index];
    if (!text) continue;
    const named = options.named?.(text.from);
    const parent = named ? undefined : done.get(stageNamed(stages, text.from, index));
    const stage = parent
      ? inherit(index, parent)
      : (begin(index, text, named, instructions.escapeToken) ??
        newStage(index, instructions.escapeToken, outside(text.from, named), budget));
    done.set(index, stage);
    const triggers = named?.kind === 'image' ? named.end.triggers : (parent?.triggers ?? []);
    for (const instruction of [...triggers, ...text.instructions]) dispatch(instruction, stage, build, args);
  }
  const stage = done.get(target);
  return stage ? result(stage, unmatched) : nothing('there is no FROM');
}

/**
 * What may make a path's content in the image another one than its COPY says: what comes after that COPY and may touch the
 * path, something above it or, for a directory, below it.
 * @param path absolute
 */
export function unprovenAt({ files, unproven }: ImageFiles, path: string): readonly Unproven[] {
  const copied = files.get(path)?.line ?? 0;
  return unproven.filter(
    (each) => each.line >= copied && (each.path === undefined || overlap(path, each.path)),
  );
}

/** A Dockerfile's instructions; undefined where it cannot be read at all. */
export function tryRead(dockerfile: string): Instructions | undefined {
  try {
    return readInstructions(dockerfile);
  } catch {
    return undefined;
  }
}

function nothing(why: string): BuiltFiles {
  return {
    files: new Map(),
    unproven: [{ line: 1, why }],
    unmatched: [],
    exposed: [],
    volumes: [],
    fileCapabilities: [],
    variables: [],
  };
}

function treeOf(context: readonly ContextPath[]): FileTree {
  const tree = new FileTree({ left: Number.POSITIVE_INFINITY });
  for (const { path, kind, to, source } of context) {
    const origin: Origin = { from: 'context', path, line: 0, ...(source !== undefined && { source }) };
    tree.put(clean(path), kind === 'dir' ? undefined : { kind, origin, ...(to !== undefined && { to }) });
  }
  return tree;
}

function offerOf(
  name: string,
  before: number,
  stages: readonly StageText[],
  done: ReadonlyMap<number, Stage>,
  known: BuildOptions['named'],
): Offer | undefined {
  const given = known?.(name);
  if (given?.kind === 'directory')
    return { tree: treeOf(given.files), unproven: [], name: `the context ${name}` };
  if (given?.kind === 'image') return { ...given.end, name: `image ${name}` };
  if (given) return outsideOffer(given.reference);
  const named = stageNamed(stages, name, before);
  const stage = done.get(named < 0 ? stageNumbered(name, before) : named);
  if (stage) return { ...stage, name: `stage ${name}` };
  const image = !/^\d+$/.test(name);
  return image ? outsideOffer(name) : undefined;
}

function outsideOffer(image: string): Offer {
  return { tree: new FileTree({ left: 0 }), base: image, unproven: [], name: `image ${image}` };
}

/** The stage that begins with what its FROM names, where that is no other stage and not from outside. */
function begin(
  index: number,
  { line }: StageText,
  named: NamedSource | undefined,
  escapeToken: string,
): Stage | undefined {
  if (named?.kind === 'image') return beginWith(index, named.end, line, escapeToken);
  return named?.kind === 'directory' ? directoryStage(index, treeOf(named.files), escapeToken) : undefined;
}

/** @returns undefined for nothing at all */
function outside(from: string, named: NamedSource | undefined): string | undefined {
  if (named?.kind === 'outside') return named.reference;
  return from === 'scratch' ? undefined : from;
}

function result(stage: Stage, unmatched: ImageFiles['unmatched']): BuiltFiles {
  const files = new Map<string, Origin>(stage.fromImages);
  for (const { path, node } of walk(stage.tree.root)) if (node.kind !== 'dir') files.set(path, node.origin);
  const {
    base,
    unproven,
    exposed,
    volumes,
    fileCapabilities,
    workdir,
    entrypoint,
    command,
    startLine,
    healthCheck,
    user,
  } = stage;
  return {
    files,
    unproven,
    unmatched: unmatched.toSorted((a, b) => a.line - b.line),
    exposed,
    end: stage,
    volumes,
    ...(base !== undefined && { base }),
    fileCapabilities,
    variables: [...stage.env.keys()],
    ...(workdir !== undefined && { workdir }),
    ...(entrypoint && { entrypoint }),
    ...(command && { command }),
    ...(startLine !== undefined && { startLine }),
    ...(healthCheck && { healthCheck }),
    ...(user && { user }),
  };
}
