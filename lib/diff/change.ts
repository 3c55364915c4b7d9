import type { Mode } from '../model/mode.js';
import { AREAS, type Area, type Aspect, isHidden } from './aspect.js';
import { isHiddenValue } from './compose-aspects.js';

/** What a start of a changed system does to a service, from the mildest. */
export const EFFECTS = ['nothing', 'restart', 'replace', 'rebuild'] as const;
export type StartEffect = (typeof EFFECTS)[number];

/** What becomes of a service as a whole. */
export type ServiceEffect = StartEffect | 'create' | 'remove';

/** Something about a service that is not as it was. */
export interface Change {
  readonly area: Area | 'image files' | 'live files' | 'files';
  /** Which one of its area; empty where there is only one. */
  readonly name: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** @default - it was not there, or is not shown */
  readonly before?: string;
  /** @default - it is not there any more, or is not shown */
  readonly after?: string;
  /** The files that it is about, relative to the source root. @default - it is about none, or they are not known */
  readonly paths?: readonly string[];
  readonly effect: StartEffect;
  /** Where it is so; none where two modes are compared with each other. */
  readonly modes: readonly Mode[];
}

/** Areas that no engine is told of, Swarm apart, or that only order a start. */
const WITHOUT_EFFECT: readonly Change['area'][] = ['waits for', 'serves on', 'swarm', 'exception'];

/** What differs between two services, in the order of the areas. */
export function compareAspects(
  before: readonly Aspect[],
  after: readonly Aspect[],
  modes: readonly Mode[],
): Change[] {
  const [old, fresh] = [keyed(before), keyed(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .flatMap((key) => changeOf(old.get(key), fresh.get(key), modes) ?? [])
    .sort((a, b) => AREAS.indexOf(a.area as Area) - AREAS.indexOf(b.area as Area) || compare(a.name, b.name));
}

function keyed(aspects: readonly Aspect[]): Map<string, Aspect> {
  return new Map(aspects.map((aspect) => [`${aspect.area}\0${aspect.name}`, aspect]));
}

function changeOf(
  before: Aspect | undefined,
  after: Aspect | undefined,
  modes: readonly Mode[],
): Change | undefined {
  const aspect = after ?? before;
  if (!aspect || before?.value === after?.value) return undefined;
  const { area, name } = aspect;
  const shown = !isHidden(area) && ![before, after].some((side) => side && isHiddenValue(side.value));
  return {
    ...{ area, name, modes },
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    ...(shown && before ? { before: before.value } : {}),
    ...(shown && after ? { after: after.value } : {}),
    effect: WITHOUT_EFFECT.includes(area) || modes.length === 0 ? 'nothing' : 'replace',
  };
}

/** The same change in both modes is one. */
export function mergeModes(changes: readonly Change[]): Change[] {
  const merged = new Map<string, Change>();
  for (const change of changes) {
    const { modes, ...rest } = change;
    const key = JSON.stringify(rest);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, modes: [...known.modes, ...modes] } : change);
  }
  return [...merged.values()];
}

/** The strongest of some effects. */
export function strongest(effects: readonly StartEffect[]): StartEffect {
  return EFFECTS[Math.max(0, ...effects.map((effect) => EFFECTS.indexOf(effect)))] ?? 'nothing';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
