import type { CheckedMount, CheckedService } from '../model/checked-system.js';
import type { Facts, PathFact } from '../model/facts.js';
import { cleanPath, isBelow, isCode } from './paths.js';
import type { CheckInput, ServiceClaim } from './rule.js';
import { isSystemPath } from './system-path.js';

export type CheckedBind = Extract<CheckedMount, { type: 'bind' }>;

export function bindsOf({ mounts }: CheckedService): CheckedBind[] {
  return mounts.filter((mount) => mount.type === 'bind');
}

/** The attribute of a mount, as findings name it. */
export function mountAt({ target }: Pick<CheckedMount, 'target'>): string {
  return `mounts[${target}]`;
}

/** Checks each bind mount of a service by itself. */
export function eachBind(
  check: (mount: CheckedBind, service: CheckedService, input: CheckInput) => Omit<ServiceClaim, 'at'>[],
): (service: CheckedService, input: CheckInput) => ServiceClaim[] {
  return (service, input) =>
    bindsOf(service).flatMap((mount) =>
      check(mount, service, input).map((claim) => ({ at: mountAt(mount), ...claim })),
    );
}

/** The mount over a path of the container, the nearest of several; undefined for none. */
export function mountOver({ mounts }: CheckedService, path: string): CheckedMount | undefined {
  return mounts
    .filter(({ target }) => isBelow(path, cleanPath(target)))
    .sort((a, b) => cleanPath(b.target).length - cleanPath(a.target).length)[0];
}

/** What a bind mount really shows: at the end of every link; undefined where nothing is. */
export function endOf(
  { source }: CheckedBind,
  facts: Facts,
): { readonly path: string; readonly kind: PathFact['kind'] } | undefined {
  const path = facts.resolve(source);
  const fact = path === undefined ? undefined : facts.stat(path);
  return path !== undefined && fact ? { path, kind: fact.kind } : undefined;
}

/** Whether a mount gives an image from outside its configuration: no code, and of the source tree. What that image has is not known. */
export function isConfiguration(
  mount: CheckedBind,
  service: CheckedService,
  { facts, buildOf }: CheckInput,
): boolean {
  const end = endOf(mount, facts);
  const isOutside = service.image?.kind === 'external' && !buildOf(service);
  if (!isOutside || end === undefined || end.path.startsWith('/')) return false;
  return isOfSettings(mount) || !hasCode(mount, facts);
}

/** Whether a mount is where programs look for their settings, which may be code. */
export function isOfSettings({ target }: CheckedBind): boolean {
  return isBelow(cleanPath(target), '/etc');
}

/** Whether a mount shows source code. */
export function hasCode({ source }: CheckedBind, facts: Facts): boolean {
  const end = facts.resolve(source);
  if (end === undefined || isSystemPath(end)) return false;
  return facts.stat(end)?.kind === 'dir' ? facts.list(end).some(({ path }) => isCode(path)) : isCode(end);
}
