import type { CheckedService } from '../model/checked-system.js';
import { reloaded } from '../model/reload.js';
import { type Image, imageOf, sourceIn } from './image.js';
import { mountOver } from './mounts.js';
import { cleanPath, joinPath } from './paths.js';
import type { CheckInput, PlaceConventions } from './rule.js';

/** The file of the source root that a container sees at a path; undefined where it is none, or none is known. */
export function fileAt(service: CheckedService, image: Image | undefined, path: string): string | undefined {
  const mount = mountOver(service, path);
  if (mount?.type === 'volume') return undefined;
  if (!mount) return image && sourceIn(image, path);
  const rest = path.slice(cleanPath(mount.target).length).replace(/^\//, '');
  return joinPath(mount.source, rest);
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
