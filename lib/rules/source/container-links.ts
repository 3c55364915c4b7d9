import { unprovenAt } from '../../dockerfile/copy-resolution.js';
import type { CheckedService } from '../../model/checked-system.js';
import { fileAt } from '../container-files.js';
import { type Image, imageOf, sourceIn } from '../image.js';
import { mountOver } from '../mounts.js';
import { cleanPath, isBelow, parentOf } from '../paths.js';
import type { CheckInput, ServiceClaim } from '../rule.js';

/** A relative link as a container has it. */
export interface ContainerLink {
  /** Relative to the source root. */
  readonly path: string;
  readonly to: string;
  /** Where the container has it. */
  readonly at: string;
  /** Where it ends on the host, relative to the source root. */
  readonly end: string;
}

/** What is wrong with a link that leads out of what is mounted or copied: in the container something else may be there, or nothing. */
export function checkInContainer(
  { path, to, at, end }: ContainerLink,
  service: CheckedService,
  input: CheckInput,
): Omit<ServiceClaim, 'at'>[] {
  const image = imageOf(service, input);
  const place = cleanPath(`${parentOf(at)}/${to}`);
  if (isShown(place, end, service, image, input)) return [];
  const mayBeThere = image !== undefined && unprovenAt(image, place).length > 0;
  const severity = mayBeThere ? 'note' : image ? 'error' : 'warning';
  return [
    {
      severity,
      problem: `link "${path}" -> "${to}" leads to ${place} in the container, where nothing is known to be at "${end}"`,
      fix: 'mount or copy it there too, or replace the link with what it names',
    },
  ];
}

function isShown(
  place: string,
  end: string,
  service: CheckedService,
  image: Image | undefined,
  { facts }: CheckInput,
): boolean {
  const mount = mountOver(service, place);
  // what a volume holds nobody knows
  if (mount?.type === 'volume') return true;
  const file = fileAt(service, image, place);
  if (file !== undefined) return facts.resolve(file) === end;
  // of a directory the image has the files alone
  return [...(image?.files.keys() ?? [])].some(
    (path) => image && isBelow(path, place) && isBelow(sourceIn(image, path) ?? '/', end),
  );
}
