import type { z } from 'zod';
import { changedByHand } from '../lib/engine/by-hand.js';
import { closedPaths, describeClosed } from '../lib/engine/closed-paths.js';
import { listContainers } from '../lib/engine/docker.js';
import { healthIn } from '../lib/model/container-state.js';
import { type ImageSpec, imageName } from '../lib/model/image.js';
import { publishedUrl } from '../lib/model/port.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../lib/model/service-spec.js';
import { bindsOf, describePaths } from '../lib/model/watch.js';
import type { Settings } from '../lib/synth/settings.js';
import { type Behind, catchUp } from '../lib/watch/catch-up.js';
import { type ContainerState, stateOf } from '../lib/watch/container.js';
import type { SHAPES } from './shapes.js';

/** What status says of a service. */
export type StatusRow = z.input<typeof SHAPES.status>['modes'][number]['services'][number];

/** Empty where nothing of the mode runs. */
export async function statusRows({ sourceRoot, host }: Settings, system: SystemSpec): Promise<StatusRow[]> {
  const containers = await listContainers(system, system.mode);
  if (containers.length === 0) return [];
  const byName = new Map(containers.map((container) => [container.name, container]));
  // what has a profile is there where somebody has started it
  const started = startedOf(system);
  const services = system.services.filter(
    (service) => started.includes(service) || byName.has(service.container),
  );
  const behind = await catchUp({ sourceRoot, services });
  const byHand = await changedByHand(system);
  return Promise.all(
    services.map(async (service): Promise<StatusRow> => {
      const container = byName.get(service.container);
      const addresses = service.published.map((port) => publishedUrl(port, host));
      if (!container)
        return { service: service.name, state: 'not there', health: '', addresses: [], right: false };
      const inspected = await stateOf(service.container);
      const image = inspected?.image === imageName(service.image) ? 'current' : 'rebuild due';
      const files = filesState(
        service,
        behind.find((each) => each.service === service),
        inspected,
      );
      const changed = byHand.get(service.container);
      const { state, engine } = container;
      const health = healthIn(container.status);
      return {
        ...{ service: service.name, state, health, engine, image, files: files.text, addresses },
        ...(inspected?.running ? { since: inspected.startedAt.toISOString() } : {}),
        ...(inspected ? { from: sourceOf(service.image, inspected.image) } : {}),
        ...(changed ? { changed } : {}),
        right: isRight(health, state, service) && image === 'current' && files.right && !changed,
      };
    }),
  );
}

/** What a container's image was made from: the service's directory with the digest of its content, or an image of others. */
function sourceOf(image: ImageSpec, running: string): string {
  if (image.kind === 'external') return running;
  return `${image.source.directory}/ ${running.slice(running.lastIndexOf(':') + 1).replace(/^\w+-/, '')}`;
}

/** One without a health check is right while it runs, and at its end if it is not to be started again. */
function isRight(health: string, state: string, { plain, restart }: ServiceSpec): boolean {
  if (health !== '' || !plain) return health === 'healthy';
  return state === 'running' || (state === 'exited' && restart === 'no');
}

function filesState(
  service: ServiceSpec,
  behind: Behind | undefined,
  state: ContainerState | undefined,
): { readonly text: string; readonly right: boolean } {
  const targets = bindsOf(service).map(({ target }) => target);
  if (targets.length === 0) return { text: 'baked', right: true };
  const closed = state ? closedPaths(state, targets) : [];
  if (closed.length > 0)
    return { text: `not readable: ${describePaths(closed.map(describeClosed))}`, right: false };
  if (!behind) return { text: 'mounted', right: true };
  const { stale, newer } = behind;
  if (stale.length > 0) return { text: `stale mount: ${describePaths(stale)}`, right: false };
  return { text: `restart due: ${describePaths(newer)}`, right: false };
}
