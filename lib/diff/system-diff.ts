import type { Mode } from '../model/mode.js';
import type { ServiceSpec } from '../model/service-spec.js';
import type { ClassesOf } from '../synth/described.js';
import { type Aspect, aspectsOf } from './aspect.js';
import { type Change, compareAspects, mergeModes, type ServiceEffect, strongest } from './change.js';
import { toldAspects, toldOnce } from './compose-aspects.js';
import { compareFiles } from './file-changes.js';
import { movedFiles } from './moved-files.js';
import { renamedServices } from './renamed.js';
import { type DiffPair, type DiffSide, withoutModeWord } from './side.js';
import { type Stake, stakesIn } from './stakes.js';

/** What has become of a service. */
export interface ServiceDiff {
  readonly service: string;
  /** Its name before. @default - the same */
  readonly renamedFrom?: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What a start does to it; a mode in which it is not at all is missing. */
  readonly effects: Readonly<Partial<Record<Mode, ServiceEffect>>>;
  readonly changes: readonly Change[];
}

/** Everything that differs; services without a difference are not in it. */
export interface SystemDiff {
  readonly services: readonly ServiceDiff[];
  /** What a reviewer has to see first. */
  readonly stakes: readonly Stake[];
}

/**
 * Compares one system in each mode that is given.
 * @param classes what each file of each service is, before and after @default - nothing is known of it
 */
export function diffSystems(
  given: readonly DiffPair[],
  classes?: { readonly before: ClassesOf; readonly after: ClassesOf },
): SystemDiff {
  const pairs = given.map(({ before, after }) => ({ before: plain(before), after: plain(after) }));
  const all = [...pairs.flatMap(diffPair), ...(classes ? movedIn(pairs, classes) : [])];
  const names = [...new Set(all.map(({ service }) => service))];
  const services = names.map((name) => merge(all.filter(({ service }) => service === name)));
  return { services, stakes: stakesIn(pairs) };
}

function plain(side: DiffSide): DiffSide {
  return { ...side, system: withoutModeWord(side.system) };
}

function movedIn(
  pairs: readonly DiffPair[],
  { before, after }: { readonly before: ClassesOf; readonly after: ClassesOf },
): ServiceDiff[] {
  const renamed = new Map(
    pairs.flatMap(({ before, after }) => [...renamedServices(before.system, after.system)]),
  );
  return [...after].flatMap(([service, files]): ServiceDiff[] => {
    const changes = movedFiles(before.get(renamed.get(service) ?? service) ?? [], files);
    return changes.length === 0 ? [] : [{ service, kind: 'changed', effects: {}, changes }];
  });
}

function diffPair({ before, after }: DiffPair): ServiceDiff[] {
  const { mode } = after.system;
  const renamed = renamedServices(before.system, after.system);
  const old = new Map(before.system.services.map((service) => [service.name, service]));
  const taken = new Set<string>();
  const present = after.system.services.flatMap((service): ServiceDiff[] => {
    const from = renamed.get(service.name) ?? service.name;
    const earlier = old.get(from);
    taken.add(from);
    if (!earlier) return [whole(service, mode, 'added', after)];
    const changes = changesOf({ service: earlier, side: before }, { service, side: after });
    const effect = strongest(changes.map((change) => change.effect));
    const name = from === service.name ? {} : { renamedFrom: from };
    return changes.length === 0 && from === service.name
      ? []
      : [{ service: service.name, ...name, kind: 'changed', effects: { [mode]: effect }, changes }];
  });
  const gone = before.system.services.filter(({ name }) => !taken.has(name));
  return [...present, ...gone.map((service) => whole(service, mode, 'removed', before))];
}

/** A service that is only on one side: what it is, for who reads has not seen it. */
function whole(
  service: ServiceSpec,
  mode: Mode,
  kind: 'added' | 'removed',
  { system }: DiffSide,
): ServiceDiff {
  const aspects = aspectsOf(service, system.conventions).filter(({ area }) => TOLD.includes(area));
  const changes =
    kind === 'added' ? compareAspects([], aspects, [mode]) : compareAspects(aspects, [], [mode]);
  return {
    ...{ service: service.name, kind, effects: { [mode]: kind === 'added' ? 'create' : 'remove' } },
    changes: changes.map((change) => ({ ...change, effect: 'nothing' })),
  };
}

/** What is told of a service that comes or goes; its limits and checks are in its construct. */
const TOLD: readonly string[] = ['data volume', 'mount', 'image', 'port', 'capability', 'waits for'];

interface ServiceOf {
  readonly service: ServiceSpec;
  readonly side: DiffSide;
}

function changesOf(before: ServiceOf, after: ServiceOf): Change[] {
  const { mode } = after.side.system;
  return [
    ...toldOnce(compareAspects(allAspects(before), allAspects(after), [mode])),
    ...compareFiles(before.service, after.service, [before.side.files, after.side.files], mode),
  ];
}

function allAspects({ service, side: { system } }: ServiceOf): Aspect[] {
  return [...aspectsOf(service, system.conventions), ...toldAspects(service, system)];
}

function merge(parts: readonly ServiceDiff[]): ServiceDiff {
  const [first] = parts;
  if (!first) throw new Error('no part');
  const effects = Object.assign({}, ...parts.map((part) => part.effects)) as ServiceDiff['effects'];
  const kinds = new Set(parts.map(({ kind }) => kind));
  return {
    ...first,
    kind: kinds.size === 1 ? first.kind : 'changed',
    effects,
    changes: mergeModes(parts.flatMap(({ changes }) => changes)),
  };
}
