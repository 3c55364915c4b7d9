import type { Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { composeAspects } from './compose-aspects.js';
import { renamedServices } from './renamed.js';
import type { DiffPair } from './side.js';

/**
 * What is at stake, in the order in which it is told. `lost data` is left behind in its volume, and no longer seen: a pull
 * request with it needs a label.
 */
export const STAKES = ['lost data', 'data', 'new data', 'port', 'right'] as const;
export type StakeKind = (typeof STAKES)[number];

/** Something that a reviewer must not pass over. */
export interface Stake {
  readonly kind: StakeKind;
  readonly service: string;
  readonly text: string;
  readonly modes: readonly Mode[];
}

/** What touches data, opens a port or gives a right, in that order; the same in both modes is one. */
export function stakesIn(pairs: readonly DiffPair[]): Stake[] {
  const merged = new Map<string, Stake>();
  for (const stake of pairs.flatMap(stakesOf)) {
    const key = `${stake.kind}\0${stake.service}\0${stake.text}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, modes: [...known.modes, ...stake.modes] } : stake);
  }
  return [...merged.values()].sort((a, b) => STAKES.indexOf(a.kind) - STAKES.indexOf(b.kind));
}

function stakesOf({ before, after }: DiffPair): Stake[] {
  const [old, fresh] = [before.system, after.system];
  const renamed = renamedServices(old, fresh);
  const earlierOf = (service: ServiceSpec) =>
    old.services.find(({ name }) => name === (renamed.get(service.name) ?? service.name));
  const modes = [fresh.mode];
  return [
    ...lostVolumes(old, fresh),
    ...fresh.services.flatMap((service) => {
      const earlier = earlierOf(service);
      return [
        ...dataStakes(earlier, service),
        ...portStakes(earlier, service),
        ...(earlier ? rightStakes(earlier, service) : newRights(service)),
      ];
    }),
  ].map((stake) => ({ ...stake, modes }));
}

type Unmoded = Omit<Stake, 'modes'>;

function lostVolumes(before: SystemSpec, after: SystemSpec): Unmoded[] {
  const kept = new Set(after.services.flatMap((service) => volumesOf(service).map(({ volume }) => volume)));
  return before.services.flatMap((service) =>
    volumesOf(service)
      .filter(({ volume }) => !kept.has(volume))
      .map(({ volume, target }): Unmoded => {
        const next = after.services
          .filter(({ name }) => name === service.name)
          .flatMap(volumesOf)
          .find((mount) => mount.target === target);
        const what = next
          ? `${next.volume} takes the place of ${volume} and starts empty; what is in ${volume} stays there, and is not seen`
          : `nothing mounts ${volume} any more; what is in it stays there, and is not seen`;
        return { kind: 'lost data', service: service.name, text: what };
      }),
  );
}

function dataStakes(before: ServiceSpec | undefined, after: ServiceSpec): Unmoded[] {
  const earlier = before ? volumesOf(before) : [];
  const stake = (text: string, kind: StakeKind = 'data'): Unmoded => ({ kind, service: after.name, text });
  const mounts = volumesOf(after).flatMap((mount) => {
    const known = earlier.find(({ volume }) => volume === mount.volume);
    if (!known && earlier.some(({ target }) => target === mount.target)) return [];
    if (!known) return [stake(`new data volume ${mount.volume} at ${mount.target}`, 'new data')];
    if (known.target !== mount.target)
      return [stake(`${mount.volume} is mounted at ${mount.target}, and no longer at ${known.target}`)];
    return known.readOnly && !mount.readOnly ? [stake(`${mount.volume} becomes writable`)] : [];
  });
  const [old, fresh] = [before, after].map((service) =>
    service?.image.kind === 'external' ? service.image.upstream : undefined,
  );
  const other = earlier.length > 0 && old !== undefined && fresh !== undefined && old !== fresh;
  return [...mounts, ...(other ? [stake(`${fresh} reads data that ${old} has written`)] : [])];
}

/** Where a port is published that names no address. */
const EVERY = '0.0.0.0';

function portStakes(before: ServiceSpec | undefined, after: ServiceSpec): Unmoded[] {
  const open = new Set(before?.published.map(({ host, address = EVERY }) => `${address}:${host}`));
  return after.published
    .map(({ address = EVERY, ...port }) => ({ ...port, address }))
    .filter(({ host, address }) => !open.has(`${address}:${host}`) && !open.has(`${EVERY}:${host}`))
    .map(({ host, address, container }) => ({
      ...{ kind: 'port', service: after.name },
      text: `opens ${address}:${host} (its port ${container})${address === EVERY ? ': every network of the host reaches it' : ''}`,
    }));
}

function newRights(service: ServiceSpec): Unmoded[] {
  const { name, capabilities } = service;
  const texts = [
    ...capabilities.add.map((it) => `has the capability ${it}`),
    ...composeRights(service).map((it) => `has ${it}`),
  ];
  return texts.map((text) => ({ kind: 'right', service: name, text }));
}

/** What gives a container rights of the host, and only Compose is told. */
const RIGHTS =
  /^(privileged true|(pid|ipc|network_mode|userns_mode|uts|cgroup) host|security_opt .*unconfined.*|use_api_socket true|(devices|device_cgroup_rules|gpus)\b.*)$/;

function composeRights({ compose }: ServiceSpec): string[] {
  return composeAspects(compose)
    .map(({ name, value }) => `${name} ${value}`.trim())
    .filter((text) => RIGHTS.test(text));
}

function rightStakes(before: ServiceSpec, after: ServiceSpec): Unmoded[] {
  const gained = after.capabilities.add.filter((name) => !before.capabilities.add.includes(name));
  const kept = before.capabilities.drop.filter((name) => !after.capabilities.drop.includes(name));
  const options = before.securityOptions.filter((name) => !after.securityOptions.includes(name));
  const had = composeRights(before);
  const texts = [
    ...composeRights(after)
      .filter((it) => !had.includes(it))
      .map((it) => `gets ${it}`),
    ...gained.map((name) => `gets the capability ${name}`),
    ...kept.map(
      (name) => `no longer drops ${name === 'ALL' ? 'all capabilities' : `the capability ${name}`}`,
    ),
    ...options.map((name) => `loses ${name}`),
    ...(before.readOnlyRoot && !after.readOnlyRoot ? ['may write to its root file system'] : []),
    ...(isRoot(after) && !isRoot(before) ? ['runs as root, or as whoever its image says'] : []),
  ];
  return texts.map((text) => ({ kind: 'right', service: after.name, text }));
}

function isRoot({ user }: ServiceSpec): boolean {
  return user === undefined || /^(0|root)(:|$)/.test(user);
}

function volumesOf({ mounts }: ServiceSpec) {
  return (mounts as readonly Mount[]).flatMap((mount) => (mount.type === 'volume' ? [mount] : []));
}
