import type { Change } from './change.js';
import type { ServiceDiff } from './system-diff.js';

/** What is the same for several services is read once. */
export interface CommonChanges {
  readonly services: readonly string[];
  readonly changes: readonly Change[];
}

/** From so many services on, a change is told once for all of them. */
const SEVERAL = 3;

/** Changes that several services have in common, and the services with what is their own. */
export function commonChanges(services: readonly ServiceDiff[]): {
  readonly common: readonly CommonChanges[];
  readonly own: readonly ServiceDiff[];
} {
  const users = new Map<string, string[]>();
  for (const { service, changes } of services)
    for (const change of changes) {
      const key = JSON.stringify(change);
      users.set(key, [...(users.get(key) ?? []), service]);
    }
  const groups = new Map<string, Change[]>();
  for (const [key, names] of users)
    if (names.length >= SEVERAL) {
      const group = names.join('\0');
      groups.set(group, [...(groups.get(group) ?? []), JSON.parse(key) as Change]);
    }
  const isOwn = (change: Change) => (users.get(JSON.stringify(change))?.length ?? 0) < SEVERAL;
  return {
    common: [...groups].map(([names, changes]) => ({ services: names.split('\0'), changes })),
    own: services
      .map((service) => ({ ...service, changes: service.changes.filter(isOwn) }))
      .filter(
        ({ changes, effects, kind }) =>
          changes.length + Object.keys(effects).length > 0 || kind !== 'changed',
      ),
  };
}
