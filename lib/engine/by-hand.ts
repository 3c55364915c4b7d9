import { imageName } from '../model/image.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { runDocker } from './command.js';
import { imageId } from './images.js';
import { inspectRows } from './inspect-rows.js';

/** What `docker inspect` says of a container that a person can change while it stands. */
interface Standing {
  readonly restart: string;
  /** What its image was called when it was made. */
  readonly imageName: string;
  /** The id of its image. */
  readonly image: string;
  readonly networks: readonly string[];
  readonly isPaused: boolean;
}

/** Container → what somebody has changed of it by hand, as ends of a sentence about its service. */
export async function changedByHand(system: SystemSpec): Promise<Map<string, string[]>> {
  const { services, network } = system;
  const images = await imageIds([...new Set(services.map(({ image }) => imageName(image)))]);
  const standing = await standings(services);
  return new Map(
    services.flatMap((service): [string, string[]][] => {
      const found = standing.get(service.container);
      const changes = found
        ? changesOf(service, found, network.name, images.get(imageName(service.image)))
        : [];
      return changes.length > 0 ? [[service.container, changes]] : [];
    }),
  );
}

/** Has the engine start containers again as their services say: Compose does not see that somebody has changed that. */
export async function mendRestartPolicies(services: readonly ServiceSpec[]): Promise<void> {
  const standing = await standings(services);
  for (const { container, restart } of services)
    if (standing.has(container) && standing.get(container)?.restart !== restart)
      await runDocker(['update', '--restart', restart, container]);
}

/** @param image the id that the name of its image has now; undefined where it has none any more */
export function changesOf(
  {
    container,
    restart,
    image: wanted,
    compose,
  }: Pick<ServiceSpec, 'container' | 'restart' | 'image' | 'compose'>,
  found: Standing,
  network: string,
  image: string | undefined,
): string[] {
  const name = imageName(wanted);
  const isReplaced = found.imageName === name && image !== undefined && image !== found.image;
  return [
    ...(found.isPaused ? [`is paused: docker unpause ${container}`] : []),
    ...(found.restart === restart
      ? []
      : [`is not started again when it ends (restart policy ${found.restart})`]),
    // what says its networks itself is on those
    ...(found.networks.includes(network) || compose?.networks || compose?.network_mode
      ? []
      : [`is not on the network ${network}`]),
    ...(isReplaced ? [`runs another image than ${name} is now`] : []),
  ];
}

async function standings(services: readonly ServiceSpec[]): Promise<Map<string, Standing>> {
  const fields = [
    'slice .Name 1',
    '.HostConfig.RestartPolicy.Name',
    '.Config.Image',
    '.Image',
    '.State.Paused',
    'json .NetworkSettings.Networks',
  ].map((field) => `{{${field}}}`);
  const names = services.map(({ container }) => container);
  const rows = await inspectRows('container', names, fields);
  return new Map(
    rows.map(([name = '', policy, imageName = '', image = '', paused, networks = '']): [string, Standing] => {
      // who was told nothing is started again as little as who was told "no"
      const restart = policy || 'no';
      const all = Object.keys(JSON.parse(networks) as object);
      return [name, { restart, imageName, image, isPaused: paused === 'true', networks: all }];
    }),
  );
}

/** Name → id; undefined for one that is not there. */
async function imageIds(names: readonly string[]): Promise<Map<string, string | undefined>> {
  const { failed, stdout } = await runDocker(['image', 'inspect', '--format', '{{.Id}}', ...names]);
  const ids = stdout.trim().split('\n');
  if (!failed) return new Map(names.map((name, i) => [name, ids[i]]));
  // which is not there the answer does not say
  const idOf = (name: string) => imageId(name).catch(() => undefined);
  return new Map(await Promise.all(names.map(async (name) => [name, await idOf(name)] as const)));
}
