import { distance } from 'fastest-levenshtein';
import type { CheckedService } from '../../model/checked-system.js';
import { fileAt } from '../container-files.js';
import { type Image, lineOf } from '../image.js';
import { mountOver } from '../mounts.js';
import { cleanPath, isBelow } from '../paths.js';
import type { CheckInput, ServiceClaim } from '../rule.js';
import { isKnownAt } from './known-places.js';

/** What a command is started in. */
export interface Around {
  readonly service: CheckedService;
  readonly image: Image | undefined;
  readonly input: CheckInput;
}

/** Whether all that can be at a path of a container is known; `copied` where its base image alone may have more. */
export function knownAt(path: string, around: Around): boolean | 'copied' {
  const { service, image } = around;
  if (isGiven(service, path)) return false;
  return mountOver(service, path)
    ? isKnownInMount(path, around)
    : image !== undefined && isKnownAt(image, path);
}

/** What a mount shows is known, but for what is made there: packages, and what git leaves out. */
function isKnownInMount(path: string, { service, image, input: { facts } }: Around): boolean {
  const source = fileAt(service, image, path);
  const isMade = /\/(node_modules|vendor|\.?venv|target|dist|build|out)\//.test(path);
  return source !== undefined && !isMade && !facts.isIgnored(source);
}

/** Whether something is there that neither an image nor a mount brings. */
function isGiven({ secretFiles = {}, tmpfs = {} }: CheckedService, path: string): boolean {
  return [...Object.keys(secretFiles), ...Object.keys(tmpfs)].some((at) => isBelow(path, cleanPath(at)));
}

/** Where a service's start is written: with the service, else in its image. */
export function startAt({ service, image }: Around): Pick<ServiceClaim, 'at' | 'place'> {
  const own = service.command ? 'command' : service.entrypoint ? 'entrypoint' : undefined;
  return {
    at: own ?? 'image',
    ...(!own && image?.startLine ? lineOf(image, image.startLine) : {}),
  };
}

/** The one of some names that is almost a name. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const most = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
  return [...names].find(
    (each) => each !== name && (distance(each, name) <= most || sorted(each) === sorted(name)),
  );
}

/** Two letters in the other order are one slip. */
function sorted(name: string): string {
  return [...name].sort().join('');
}

/** The names of what is in a directory of a container, as far as it is known. */
export function namesIn(directory: string, { service, image, input: { facts } }: Around): readonly string[] {
  const mount = mountOver(service, directory);
  if (mount) {
    const source = mount.type === 'bind' ? fileAt(service, image, directory) : undefined;
    const all = source === undefined ? [] : facts.list(facts.resolve(source) ?? source);
    return all.map(({ path }) => path).filter((path) => !path.includes('/'));
  }
  const found = image?.end?.tree.resolve(directory);
  return typeof found === 'object' && found.node?.kind === 'dir' ? [...found.node.children.keys()] : [];
}
