import type { CheckedService } from '../model/checked-system.js';
import type { Facts } from '../model/facts.js';
import { reloaded } from '../model/reload.js';
import { doubtsAt, type Image, imageOf, sourceIn, takenAway } from './image.js';
import { mountOver } from './mounts.js';
import { cleanPath, joinPath, parentOf } from './paths.js';
import type { CheckInput, PlaceConventions } from './rule.js';

/** The file of the source root that a container sees at a path; undefined where it is none, or none is known. */
export function fileAt(service: CheckedService, image: Image | undefined, path: string): string | undefined {
  const mount = mountOver(service, path);
  if (mount?.type === 'volume') return undefined;
  if (!mount) return image && !takenAway(image, path) ? sourceIn(image, path) : undefined;
  const rest = path.slice(cleanPath(mount.target).length).replace(/^\//, '');
  return joinPath(mount.source, rest);
}

/**
 * Whether a container may have something at a path, or at the path with a name's end behind it: `/app/util` is there where
 * /app/util.py is. Only where all that is there is known, and it is not, there is none.
 */
export function mayBeAt(
  service: CheckedService,
  image: Image | undefined,
  stem: string,
  facts: Facts,
): boolean {
  const isIt = (path: string) => path === stem || path.startsWith(`${stem}.`) || path.startsWith(`${stem}/`);
  if (service.mounts.some(({ target }) => isIt(cleanPath(target)))) return true;
  const [parent, name] = [parentOf(stem), stem.slice(stem.lastIndexOf('/') + 1)];
  const isNamed = (each: string) => each === name || each.startsWith(`${name}.`);
  const mount = mountOver(service, stem);
  if (mount) {
    const directory = mount.type === 'bind' ? fileAt(service, image, parent) : undefined;
    const end = directory === undefined ? undefined : facts.resolve(directory);
    if (end === undefined) return mount.type === 'volume' || facts.resolve(mount.source) === undefined;
    return facts.list(end).some(({ path }) => isNamed(path));
  }
  if (!image?.end || doubtsAt(image, stem).length > 0) return true;
  const found = image.end.tree.resolve(parent);
  if (typeof found === 'string') return true;
  if (found.node === undefined) return false;
  return found.node.kind !== 'dir' || [...found.node.children.keys()].some(isNamed);
}

/** What runs in a container, word by word, as far as files say; the image's own entrypoint is known where it is built. */
export function commandOf(service: CheckedService, input: CheckInput): readonly string[] {
  const image = imageOf(service, input);
  const entrypoint = service.entrypoint ?? image?.entrypoint ?? [];
  // an entrypoint of the service's own leaves nothing of the image's command
  const command = service.command ?? (service.entrypoint ? [] : (image?.command ?? []));
  return [...entrypoint, ...(reloaded(command) ?? command)];
}

/** A path of the container as a program in its working directory names it. */
export function pathFrom(workdir: string, path: string): string {
  return cleanPath(path.startsWith('/') ? path : `${workdir}/${path}`);
}

/** Where a service's command is run; where only an image from outside knows, it is where code usually lies. */
export function workdirOf(
  { workdir }: CheckedService,
  image: Image | undefined,
  { appDirectory }: PlaceConventions,
): string {
  return workdir ?? image?.workdir ?? appDirectory;
}
