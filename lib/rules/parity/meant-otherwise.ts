import type { CheckedService } from '../../model/checked-system.js';
import { type Image, imageOf, sourceIn } from '../image.js';
import { bindsOf, type CheckedBind, hasCode } from '../mounts.js';
import { cleanPath, isBelow, parentOf } from '../paths.js';
import { type CheckInput, isForeign, type ServiceClaim } from '../rule.js';
import { filesOf } from './baked.js';
import type { MountedFile } from './mounted-file.js';

/**
 * Whether prod mounts the same, or has settings of its own there: it lacks nothing then, and no-bind-in-prod says what is
 * wrong with that.
 */
export function isMountedBy(
  prod: CheckedService | undefined,
  { source, target }: CheckedBind,
  service: CheckedService,
  input: CheckInput,
): boolean {
  if (!prod || !isForeign(service, input)) return false;
  const there = bindsOf(prod).find((mount) => mount.target === target);
  return there !== undefined && (there.source === source || !hasCode(there, input.facts));
}

const SETTINGS = /\.(ya?ml|toml|ini|conf|cfg|json|properties|xml|md|txt|crt|pem)$/;

/** Settings, of a setup that nobody called dev: prod may be run with the same mounts. */
export function isDoubtful(
  { severity }: ServiceClaim,
  mount: CheckedBind,
  { mode }: CheckedService,
  input: CheckInput,
): boolean {
  if (severity !== undefined || input[mode]?.guessed !== true) return false;
  return filesOf(mount, input.facts).every(({ source }) => SETTINGS.test(source));
}

/** What only keeps a directory in git, or tells people what belongs there. */
export function isPlaceholder(path: string): boolean {
  return /(^|\/)(\.git(keep|ignore)|\.keep|README[^/]*)$/i.test(path);
}

/** Whether it is settings or data that no image has, outside of the application: whoever runs the image gives them. */
export function isGiven(
  mount: CheckedBind,
  files: readonly MountedFile[],
  image: Image,
  service: CheckedService,
  input: CheckInput,
): boolean {
  if (!isForeign(service, input) || hasCode(mount, input.facts)) return false;
  const inImage = new Set([...image.files.keys()].map((path) => sourceIn(image, path)));
  return isApart(mount, image, service) && !files.some(({ source }) => inImage.has(source));
}

/** Whether a mount is outside of where an image has its application. */
export function isApart(mount: CheckedBind, image: Image, service: CheckedService): boolean {
  const target = cleanPath(mount.target);
  const workdir = service.workdir ?? image.workdir;
  const beside = [...image.files.keys()].map(parentOf);
  // whoever puts files there means it to be complete
  return workdir === undefined
    ? !beside.includes(parentOf(target))
    : !isBelow(target, workdir) && !isBelow(workdir, target);
}

/** Whether dev's own image has all of it where dev mounts it, and prod's has it at another place. */
export function isOfOtherPlace(
  files: readonly MountedFile[],
  image: Image,
  service: CheckedService,
  input: CheckInput,
): boolean {
  const own = imageOf(service, input);
  if (!own || own === image || !isElsewhere(files, image)) return false;
  const inProd = new Set([...image.files.keys()].map((path) => sourceIn(image, path)));
  return files.every(({ source, target }) => sourceIn(own, target) === source && inProd.has(source));
}

/** Whether an image has mounted files at other places alone: then the mount is beside what it is meant to cover. */
export function isElsewhere(files: readonly MountedFile[], image: Image): boolean {
  const places = new Map([...image.files.keys()].map((path) => [sourceIn(image, path), path]));
  const has = files.filter(({ source }) => places.has(source));
  return has.length > 0 && !has.some(({ source, target }) => sourceIn(image, target) === source);
}
