import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';

/** Attributes of a resolved service whose prop has another name, or is part of one. */
const PROPS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  port: [['port', 'container'], ['port']],
  dependsOn: [['needs']],
  readOnlyRoot: [['exceptions', 'read-only-root']],
  user: [['user'], ['exceptions', 'not-root']],
  image: [['image', 'inline'], ['image', 'dockerfile'], ['image', 'directory'], ['image']],
};

/**
 * The props that say what a finding's `at` is about, the likeliest first: `published[8001]` is `port.host`.
 * @returns none for an attribute that no prop of the service says
 */
export function propsOf(
  at: string,
  service: ServiceSpec,
  system: SystemSpec,
): readonly (readonly string[])[] {
  const [, attribute = '', key] = /^([\w-]+)(?:\[(.*)\])?/s.exec(at) ?? [];
  if (Object.hasOwn(PROPS, attribute)) return PROPS[attribute] ?? [];
  switch (attribute) {
    case 'mounts':
      return mountProps(key, service, system);
    case 'volumes':
      return service.mounts.flatMap((mount) =>
        mount.type === 'volume' && mount.volume === key ? [volumeProp(mount.volume, system)] : [],
      );
    case 'published':
      return publishedProps(key, service);
    case 'environment':
      return [...within('devEnvironment', key), ...within('environment', key)].sort(
        (a, b) => b.length - a.length,
      );
    case 'services':
    case 'configs':
    case '':
      return [];
    default:
      return within(attribute, key);
  }
}

/** The entry, else what it would be an entry of. */
function within(prop: string, key: string | undefined): string[][] {
  return key === undefined ? [[prop]] : [[prop, key], [prop]];
}

function mountProps(
  target: string | undefined,
  { mounts, image }: ServiceSpec,
  system: SystemSpec,
): string[][] {
  const mount = mounts.find((each) => each.target === target);
  if (mount?.type === 'volume') return [volumeProp(mount.volume, system)];
  const live = image.kind === 'build' ? image.source.live : [];
  const meant = live.find(({ path }) => `${system.conventions.appDirectory}/${path}` === target);
  return meant
    ? [
        ['image', 'live', meant.path],
        ['image', 'live'],
      ]
    : [['image', 'shared']];
}

/** As the construct has it: `shop-data-dev` is `data`. */
function volumeProp(volume: string, { name, mode, conventions }: SystemSpec): string[] {
  return ['volumes', volume.slice(name.length + 1, -conventions.modes[mode].length - 1)];
}

function publishedProps(key: string | undefined, { port, published }: ServiceSpec): string[][] {
  const main = published.find(({ container }) => container === port);
  return main && String(main.host) === key ? [['port', 'host'], ['port']] : [['otherPorts'], ['port']];
}
