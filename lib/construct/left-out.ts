import { closest, distance } from 'fastest-levenshtein';
import type { Mode } from '../model/mode.js';
import type { LeftOut } from '../model/service-spec.js';
import { UsageError } from '../model/user-error.js';
import type { Registered, Stack } from './stack.js';

/** Which services one call starts. */
export interface Choice {
  /** Those that are left out. */
  readonly without: readonly string[];
  /** Those that are started, with what they require. @default - all */
  readonly only?: readonly string[];
  /** Whether what requires a service that is left out goes with it. */
  readonly withDependents: boolean;
  /** Those that this machine has no image of, whatever the system: one that does not know them does not mind. */
  readonly lacking: readonly string[];
  /** What the running system was started without: nothing else counts then. */
  readonly started?: readonly LeftOut[];
}

/** All services are started. */
export const ALL: Choice = { without: [], withDependents: false, lacking: [] };

type Services = readonly Registered<Mode>[];

/**
 * What is left out, and why; sorted.
 * @param make makes the stack without some services: what is optional to the others is then not given to them
 * @throws UsageError for a service that does not exist, or that another one requires
 */
export function leftOut(make: (without: readonly string[]) => Stack<Mode>, choice: Choice): LeftOut[] {
  const all = make([]).all;
  const reasons = firstReasons(all, choice);
  if (choice.started) return sorted(reasons);
  const required: [service: string, requires: string][] = [];
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const { name, required: needs } of make([...reasons.keys()]).services)
      for (const need of needs) {
        const because = reasons.get(need.name);
        if (because === undefined) continue;
        isChanged = true;
        // nobody said that this one should go
        if (because === NOT_CHOSEN || because === LACKING) reasons.delete(need.name);
        else {
          required.push([name, need.name]);
          reasons.set(name, `requires ${need.name}`);
        }
      }
  }
  if (required.length > 0 && !choice.withDependents) throw requiredError(required);
  if (make([...reasons.keys()]).services.length === 0)
    throw new UsageError('nothing is left to start', 'leave out less');
  return sorted(reasons);
}

const NOT_CHOSEN = 'not in --only';
const WITHOUT = '--without';
const REQUIRES = /^requires (.+)$/;
const LACKING = 'this machine has no image of it';

function firstReasons(all: Services, { without, only, lacking, started }: Choice): Map<string, string> {
  const names = all.map(({ name }) => name);
  if (started)
    return new Map(
      started.flatMap(({ service, because }) => (names.includes(service) ? [[service, because]] : [])),
    );
  for (const name of [...without, ...(only ?? [])])
    if (!names.includes(name)) throw noSuchService(name, names);
  const chosen = (name: string) => only === undefined || only.includes(name);
  const reasons = new Map(names.flatMap((name) => (chosen(name) ? [] : [[name, NOT_CHOSEN]])));
  for (const { name, optional } of all)
    if (optional && lacking.includes(name) && !only?.includes(name)) reasons.set(name, LACKING);
  for (const name of without) reasons.set(name, WITHOUT);
  return reasons;
}

/**
 * The choice that leaves the same out again.
 * @param left what was left out, and why
 * @param only those that were chosen @default - all
 * @param also a service that is not left out again, nor what it requires @default - none
 */
export function startedAgain(
  left: readonly LeftOut[],
  only: readonly string[] | undefined,
  also: string | undefined,
): Readonly<Record<'only' | 'without', readonly string[]>> {
  const reasons = new Map(left.map(({ service, because }) => [service, because]));
  const wanted = new Set<string>();
  for (let next = also; next !== undefined; next = REQUIRES.exec(reasons.get(next) ?? '')?.[1])
    wanted.add(next);
  // what is not there, or not chosen, is left out by itself
  const isSaid = (because: string) => because === WITHOUT || REQUIRES.test(because);
  return {
    only: only === undefined ? [] : [...new Set([...only, ...wanted])],
    without: left.flatMap(({ service, because }) =>
      isSaid(because) && !wanted.has(service) ? [service] : [],
    ),
  };
}

/** What to say of a name that is no service's: which one it is like, and which there are. */
export function noSuchService(name: string, names: readonly string[]): UsageError {
  const near = closest(name, [...names]);
  const isNear = distance(name, near) <= Math.max(2, name.length / 3);
  return new UsageError(
    `there is no service "${name}"${isNear ? `: did you mean ${near}?` : ''}`,
    `name one of ${[...names].sort().join(', ')}`,
  );
}

function requiredError(required: readonly (readonly [service: string, requires: string])[]): UsageError {
  const reasons = new Map(required.toReversed());
  const dependents = [...reasons.keys()].sort();
  const lines = [...new Set(required.map(([, requires]) => requires))].flatMap((requires) => {
    const those = dependents.filter((service) => reasons.get(service) === requires);
    const verb = those.length === 1 ? 'requires' : 'require';
    return those.length > 0 ? [`${those.join(', ')} ${verb} ${requires}`] : [];
  });
  return new UsageError(
    `cannot be left out alone: ${lines.join('; ')}`,
    `add --with-dependents to leave out ${dependents.join(', ')} too, or keep what they require`,
  );
}

function sorted(reasons: ReadonlyMap<string, string>): LeftOut[] {
  return [...reasons]
    .map(([service, because]) => ({ service, because }))
    .sort((a, b) => (a.service < b.service ? -1 : 1));
}
