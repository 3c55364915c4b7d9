import type { RunningContainer } from '../engine/docker.js';
import type { InspectedContainer, InspectedImage } from '../engine/inspect.js';
import { probedBy } from '../model/idle-probes.js';
import { imageName } from '../model/image.js';
import { jobsOf, type ServiceSpec, type SystemSpec } from '../model/service-spec.js';
import { type Area, type Aspect, aspectsOf } from './aspect.js';
import { type Change, compareAspects, strongest } from './change.js';
import { expectedAspects, mountAspects, runningAspects } from './running-aspects.js';
import { stakesOf } from './running-stakes.js';
import type { ServiceDiff, SystemDiff } from './system-diff.js';

/** What runs of a system, and what is described. */
export interface RunningSide {
  readonly system: SystemSpec;
  /** Absolute, links resolved. */
  readonly sourceRoot: string;
  readonly containers: readonly RunningContainer[];
  /** By their ids. */
  readonly inspected: ReadonlyMap<string, InspectedContainer>;
  /** By names and ids, those that are there. */
  readonly images: ReadonlyMap<string, InspectedImage>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether the engine takes start_interval, which Compose then uses. */
  readonly startInterval: boolean;
  /** Service → what Compose tells its version by, as it is described. @default - not known */
  readonly composeHashes?: ReadonlyMap<string, string>;
  /** Service → live files that its process has not read. */
  readonly behind: ReadonlyMap<string, readonly string[]>;
}

/** What a start would do to what runs. */
export function diffRunning(side: RunningSide): SystemDiff {
  const { system, containers } = side;
  const idle = probedBy(system, side.startInterval);
  const byService = new Map(containers.map((container) => [container.service, container]));
  const jobs = jobsOf(system);
  const described = system.services.flatMap((service, i): ServiceDiff[] => {
    // no container of it is left; whether it is due, status says
    if (jobs.includes(service)) return [];
    const container = byService.get(service.name);
    const told = container?.engine === 'compose' ? (idle.services[i] ?? service) : service;
    return container ? diffContainer(told, container, side) : [missing(service, system)];
  });
  const names = new Set(system.services.map(({ name }) => name));
  const gone = containers.filter(({ service }) => !names.has(service));
  const services: ServiceDiff[] = [...described, ...gone.map((container) => left(container, side))];
  return { services, stakes: stakesOf(services, system.mode) };
}

/** A container that no service describes any more. */
function left({ service, id }: RunningContainer, { inspected, system: { mode } }: RunningSide): ServiceDiff {
  const container = inspected.get(id);
  const data = (container ? mountAspects(container, '') : []).filter(({ area }) => area === 'data volume');
  return {
    service,
    kind: 'removed',
    effects: { [mode]: 'remove' },
    changes: compareAspects(data, [], [mode]),
  };
}

function missing(service: ServiceSpec, { conventions, mode }: SystemSpec): ServiceDiff {
  const changes = compareAspects([], aspectsOf(service, conventions), [mode]).filter(({ area }) =>
    ['data volume', 'mount', 'image', 'port', 'capability'].includes(area),
  );
  return { service: service.name, kind: 'added', effects: { [mode]: 'create' }, changes };
}

function diffContainer(service: ServiceSpec, container: RunningContainer, side: RunningSide): ServiceDiff[] {
  const { system, sourceRoot, images, secrets } = side;
  const inspected = side.inspected.get(container.id);
  if (!inspected) return [];
  const image = images.get(inspected.Image);
  const around = { system, sourceRoot, image, secrets, byTerraform: container.engine === 'terraform' };
  const modes = [system.mode];
  const expected = expectedAspects(service, around);
  const changes: Change[] = [
    ...compareAspects(
      described(runningAspects(inspected, service, around), expected, service),
      expected,
      modes,
    ).map((change) => (change.area === 'image' && service.image.kind === 'build' ? rebuilt(change) : change)),
    ...sameNameOtherImage(inspected, service, side),
    ...behindOf(side.behind.get(service.name) ?? [], modes),
  ];
  changes.push(...toldOtherwise(inspected, service, changes, side));
  const effect = strongest(changes.map((change) => change.effect));
  return changes.length === 0
    ? []
    : [{ service: service.name, kind: 'changed', effects: { [system.mode]: effect }, changes }];
}

/** What an engine or an image adds where nothing is said. */
const ADDED: readonly Area[] = ['limit', 'health check'];

/** Of a container to which nothing is added, what is said of it, and its mounts; of one that Compose is told more of, no more. */
function described(
  running: readonly Aspect[],
  expected: readonly Aspect[],
  { compose, plain }: ServiceSpec,
): readonly Aspect[] {
  if (!compose && !plain) return running;
  return running.filter(({ area, name, value }) => {
    if (area === 'mount') return true;
    // what an image keeps in a volume without a name
    if (area === 'data volume') return !plain || !/^[0-9a-f]{64}\b/.test(value);
    const isExpected = expected.some((each) => each.area === area && each.name === name);
    return isExpected || (!compose && !ADDED.includes(area));
  });
}

/** What only Compose is told is in no container's words: whether it has been told another thing, it says by its own hash. */
function toldOtherwise(
  { Config }: InspectedContainer,
  { name, plain, compose = {} }: ServiceSpec,
  known: readonly Change[],
  { composeHashes, system: { mode } }: RunningSide,
): Change[] {
  const [now, then] = [composeHashes?.get(name), Config.Labels?.['com.docker.compose.config-hash']];
  const isTold = known.some(({ effect }) => effect === 'replace' || effect === 'rebuild');
  const isComplete = !plain && Object.keys(compose).length === 0;
  if (isComplete || now === undefined || then === undefined || now === then || isTold) return [];
  return [
    {
      ...{ area: 'Compose', name: Object.keys(compose).join(', '), kind: 'changed', effect: 'replace' },
      ...{ before: 'as it was started', after: 'as it is described', modes: [mode] },
    },
  ];
}

/** Of an own image the tag follows from its files. */
function rebuilt(change: Change): Change {
  return { ...change, effect: 'rebuild' };
}

/** A tag that was given to another image since: a start takes that. */
function sameNameOtherImage(
  { Image, Config }: InspectedContainer,
  { image }: ServiceSpec,
  { images, system: { mode } }: RunningSide,
): Change[] {
  const now = images.get(Config.Image);
  if (!now || imageName(image) !== Config.Image || now.Id === Image) return [];
  const short = (id: string) => id.replace('sha256:', '').slice(0, 12);
  return [
    {
      ...{ area: 'image', name: Config.Image, kind: 'changed', effect: 'replace', modes: [mode] },
      ...{ before: short(Image), after: short(now.Id) },
    },
  ];
}

function behindOf(paths: readonly string[], modes: Change['modes']): Change[] {
  if (paths.length === 0) return [];
  return [{ area: 'live files', name: '', kind: 'changed', paths, effect: 'restart', modes }];
}
