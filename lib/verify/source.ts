import { join } from 'node:path';
import { APP_DIRECTORY, SHARED_DIRECTORY } from '../construct/definition.js';
import { ignoreFilter, readPath } from '../disk/read-entries.js';
import { type BuildSource, contextsOf } from '../model/image.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec } from '../model/service-spec.js';
import type { Description } from '../synth/synthesis.js';
import { type FoundContainer, layerChanges } from './containers.js';
import { stagedContext } from './context.js';
import type { Findings } from './findings.js';
import { compareTrees, count, describeDifference, type Tree } from './report.js';
import { containerFiles, treeOf } from './view.js';

const TREE = 'the source tree';

/**
 * Compares the live paths as the container sees them with the source tree (dev) or with what its image was built from
 * (prod), and all that is baked with the source tree as it is now.
 * @returns all source that the container runs; undefined where there is none, or it cannot be known
 */
export async function verifySource(
  { settings, sources }: Description,
  service: ServiceSpec,
  container: FoundContainer,
  { proven, problems, notes }: Findings,
): Promise<Tree | undefined> {
  const { name, image, mode } = service;
  if (image.kind === 'external' || !container.running) return undefined;
  const staged = stagedContext(settings.sourceRoot, name, image, container.imageNames);
  if (!staged) {
    problems.push(`what its image was built from is not in ${contextsOf(name)}; start ${mode} mode again`);
    return undefined;
  }
  const live = livePaths(image.source);
  const isBelow = below(live);
  const isPart = ignoreFilter(staged, image.source.dockerfile);
  const seen = await containerFiles(container, APP_DIRECTORY, live);
  const visible = below(live.filter((path) => seen.some((entry) => below([path])(entry.path))));
  // a stage of a Dockerfile may leave its source behind and keep what it made of it
  const absent = image.target && mode === 'prod' ? live.filter((path) => !visible(path)) : [];

  const wanted =
    mode === 'dev'
      ? // with the files that no image gets: a bind mount shows them as well
        live.flatMap((path) => readSource(settings.sourceRoot, image.source, path))
      : staged.filter(({ path }) => isBelow(path) && !below(absent)(path));
  const found = mode === 'dev' ? seen : seen.filter(({ path }) => isPart(path));
  const against = mode === 'dev' ? TREE : 'what its image was built from';
  const differences = compareTrees(treeOf(wanted), treeOf(found));
  problems.push(...differences.map((each) => `${APP_DIRECTORY}/${describeDifference(each, against)}`));
  if (differences.length === 0 && found.length > 0)
    proven.push(`${count(found.length, 'live file')} to the byte`);
  if (absent.length > 0)
    notes.push(`${absent.join(', ')}: the image holds what was built from them, which shows no more`);

  const baked = staged.filter(({ path }) => mode === 'prod' || !isBelow(path));
  const now = sources
    .context(image.source, mode)
    .entries.filter(({ path }) => mode === 'prod' || !isBelow(path));
  const old = compareTrees(treeOf(now), treeOf(baked));
  problems.push(
    ...old.map(
      (each) => `${describeDifference(each, TREE)} as it is now; ${mode}-mode.sh builds the image anew`,
    ),
  );
  if (old.length === 0) proven.push(`image of ${count(baked.length, 'baked file')}`);
  await reportWritten(service, container, treeOf(baked), isPart, problems);
  return treeOf(mode === 'prod' ? staged : [...baked, ...seen.filter(({ path }) => isPart(path))]);
}

/** Source that was written into the running container, which nothing of the source tree says. */
async function reportWritten(
  { mounts, tmpfs }: ServiceSpec,
  { id, name }: FoundContainer,
  baked: Tree,
  isPart: (path: string) => boolean,
  problems: string[],
): Promise<void> {
  const changes = await layerChanges(id);
  // the engine makes the places of mounts itself
  const places = [...(mounts as readonly Mount[]).map(({ target }) => target), ...Object.keys(tmpfs)];
  const others = [...places, ...changes.map(({ path }) => path)];
  for (const { kind, path } of changes) {
    const source = path.slice(APP_DIRECTORY.length + 1);
    if (!path.startsWith(`${APP_DIRECTORY}/`) || !isPart(source) || source.includes('__pycache__')) continue;
    const holdsOthers = others.some((other) => other.startsWith(`${path}/`));
    if (places.includes(path) || holdsOthers || (kind === 'changed' && !baked.has(source))) continue;
    problems.push(`${path} was ${kind} in the container since it was made; make ${name} anew`);
  }
}

/** Relative to `/app`, and so to the build context. */
function livePaths({ live, shared }: BuildSource): string[] {
  return [...live.map(({ path }) => path), ...(shared ? [SHARED_DIRECTORY] : [])];
}

function readSource(root: string, { directory }: BuildSource, path: string) {
  return path === SHARED_DIRECTORY ? readPath(root, path) : readPath(join(root, directory), path);
}

/** Whether a path is one of these, or lies below one. */
function below(paths: readonly string[]): (path: string) => boolean {
  return (path) => paths.some((each) => path === each || path.startsWith(`${each}/`));
}
