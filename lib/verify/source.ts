import { UNREAD } from '../disk/context.js';
import { ignoreFilter, readAs } from '../disk/read-entries.js';
import { closedPaths, describeClosed } from '../engine/closed-paths.js';
import type { Conventions } from '../model/conventions.js';
import { counted } from '../model/counted.js';
import { contextsOf } from '../model/image.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec } from '../model/service-spec.js';
import type { Description } from '../synth/description.js';
import { type FoundContainer, layerChanges } from './containers.js';
import { stagedContext } from './context.js';
import type { Findings } from './findings.js';
import { mountedOver } from './mounted-over.js';
import { compareFiles, describeDifference, type FileHashes } from './report.js';
import { containerPath, contextPath, livePlaces } from './source-locations.js';
import { containerFiles, hashesOf } from './view.js';

const TREE = 'the source tree';
/** What it is stands behind the report. */
const UNREADABLE = 'its image cannot be compared: something stands in the way of its context';

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
): Promise<FileHashes | undefined> {
  const { image, mode } = service;
  if (image.kind === 'external' || !container.running) return undefined;
  const { conventions } = settings;
  const staged = stagedContext(settings.sourceRoot, image, container.imageNames);
  if (!staged) {
    problems.push(`what its image was built from is not in ${contextsOf(image)}; start ${mode} mode again`);
    return undefined;
  }
  const places = livePlaces(conventions, image.source);
  const live = places.map(({ path }) => path);
  const isBelow = below(live);
  const isPart = ignoreFilter(staged, image.source.dockerfile);
  const seen = await containerFiles(container, places);
  const visible = below(live.filter((path) => seen.some((entry) => below([path])(entry.path))));
  // a stage of a Dockerfile may leave its source behind and keep what it made of it
  const absent = image.target && mode === 'prod' ? live.filter((path) => !visible(path)) : [];

  const wanted =
    mode === 'dev'
      ? // with the files that no image gets: a bind mount shows them as well
        places.flatMap(({ source, path }) => readAs(settings.sourceRoot, source, path))
      : staged.filter(({ path }) => isBelow(path) && !below(absent)(path));
  const found = mode === 'dev' ? seen : seen.filter(({ path }) => isPart(path));
  const against = mode === 'dev' ? TREE : 'what its image was built from';
  const differences = compareFiles(hashesOf(wanted), hashesOf(found));
  problems.push(
    ...differences.map((each) =>
      describeDifference({ ...each, path: containerPath(conventions, each.path) }, against),
    ),
  );
  if (differences.length === 0 && found.length > 0)
    proven.push(`${counted(found.length, 'live file')} to the byte`);
  const closed = closedPaths(
    container,
    places.map(({ target }) => target),
  );
  problems.push(
    ...closed.map(
      (each) =>
        `user ${each.user} of the container cannot read ${describeClosed(each)}; chmod a+r it, or recreate ${container.name} as its owner`,
    ),
  );
  if (absent.length > 0)
    notes.push(`${absent.join(', ')}: the image has only what was built from them, so it cannot be compared`);

  // over which something of the host lies that only Compose was told to mount: that is what runs
  const isMounted = mountedOver(service);
  const isBaked = ({ path }: { readonly path: string }) =>
    !isMounted(path) && (mode === 'prod' || !isBelow(path));
  const baked = staged.filter(isBaked);
  const context = sources.context(image.source, mode);
  if (context === UNREAD) problems.push(UNREADABLE);
  const now = context.entries.filter(isBaked);
  const old = context === UNREAD ? [] : compareFiles(hashesOf(now), hashesOf(baked));
  problems.push(
    ...old.map(
      (each) =>
        `${describeDifference(each, TREE)} as it is now; ${conventions.commands[mode]} rebuilds the image`,
    ),
  );
  if (old.length === 0 && context !== UNREAD)
    proven.push(
      baked.length === 0 ? 'mounted over its image' : `image of ${counted(baked.length, 'baked file')}`,
    );
  await reportWritten(conventions, service, container, { baked: hashesOf(baked), isPart, problems });
  return hashesOf(mode === 'prod' ? staged : [...baked, ...seen.filter(({ path }) => isPart(path))]);
}

/** Source that was written into the running container, which nothing of the source tree says. */
async function reportWritten(
  conventions: Conventions,
  { mounts, tmpfs }: ServiceSpec,
  { id, name }: FoundContainer,
  {
    baked,
    isPart,
    problems,
  }: { baked: FileHashes; readonly isPart: (path: string) => boolean; readonly problems: string[] },
): Promise<void> {
  const changes = await layerChanges(id);
  // the engine makes the places of mounts itself
  const places = [...(mounts as readonly Mount[]).map(({ target }) => target), ...Object.keys(tmpfs)];
  const others = [...places, ...changes.map(({ path }) => path)];
  for (const { kind, path } of changes) {
    const source = contextPath(conventions, path);
    if (source === undefined || !isPart(source) || source.includes('__pycache__')) continue;
    const holdsOthers = others.some((other) => other.startsWith(`${path}/`));
    if (places.includes(path) || holdsOthers || (kind === 'changed' && !baked.has(source))) continue;
    problems.push(`${path} was ${kind} in the container since it was made; recreate ${name}`);
  }
}

/** Whether a path is one of these, or lies below one. */
function below(paths: readonly string[]): (path: string) => boolean {
  return (path) => paths.some((each) => path === each || path.startsWith(`${each}/`));
}
