import type { CheckedMount } from '../../model/checked-system.js';
import type { Facts } from '../../model/facts.js';
import { mountAt } from '../mounts.js';
import { cleanPath, isBelow, joinPath } from '../paths.js';
import { eachService, type Rule, type ServiceClaim } from '../rule.js';

/** A mount within a mount hides part of the outer one, or needs a place that the outer one does not have. */
export const targetsNotNested: Rule = {
  id: 'targets-not-nested',
  severity: 'warning',
  worst: 'error',
  group: 'target',
  claim: 'No mount is inside another, except a volume over what is meant to stay out of a mounted directory.',
  why: 'The inner mount hides part of the outer one. If the outer one has no such place, the engine creates it in the source tree, or cannot start the container.',
  wrong: { language: 'yaml', text: 'volumes:\n  - ./api/data:/app/data\n  - ./kinds:/app/data/kinds' },
  right: { language: 'yaml', text: 'volumes:\n  - ./api/data:/app/data\n  - ./kinds:/app/kinds' },
  check: eachService(({ mounts }, { facts }) =>
    mounts.flatMap((inner) => {
      const outer = around(inner, mounts);
      return outer ? nested(inner, outer, facts) : [];
    }),
  ),
};

/** The nearest mount that another lies within. */
function around(inner: CheckedMount, mounts: readonly CheckedMount[]): CheckedMount | undefined {
  const target = cleanPath(inner.target);
  return mounts
    .filter((mount) => {
      const other = cleanPath(mount.target);
      return other !== target && isBelow(target, other);
    })
    .sort((a, b) => cleanPath(b.target).length - cleanPath(a.target).length)[0];
}

function nested(inner: CheckedMount, outer: CheckedMount, facts: Facts): ServiceClaim[] {
  const at = mountAt(inner);
  const fix = 'mount it elsewhere, or remove it from the outer mount';
  if (outer.type === 'volume')
    return inner.type === 'volume' ? [] : [{ at, problem: `is inside the volume at ${outer.target}`, fix }];
  const rest = cleanPath(inner.target).slice(cleanPath(outer.target).length).replace(/^\//, '');
  const place = joinPath(outer.source, rest);
  const there = facts.resolve(place) !== undefined;
  // the same thing once more
  if (inner.type === 'bind' && facts.resolve(inner.source) === facts.resolve(place) && there) return [];
  if (!there && outer.readOnly)
    return [
      {
        at,
        severity: 'error',
        problem: `is inside the read-only mount of "${outer.source}", which has no "${rest}" to mount it over`,
        fix,
      },
    ];
  // the usual way to keep packages of the image in sight
  if (inner.type === 'volume') return [];
  const problem = there ? `hides "${place}"` : `makes the engine create "${place}"`;
  return [{ at, problem: `${problem}: it is inside the mount of "${outer.source}"`, fix }];
}
