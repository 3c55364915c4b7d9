import { listContainers } from '../engine/docker.js';
import { inspectContainers } from '../engine/inspect.js';
import { imageName } from '../model/image.js';
import type { Mount } from '../model/mount.js';
import type { SystemSpec } from '../model/service-spec.js';
import { isNodesImage } from '../model/swarm.js';

/** The services with data of their own that run, and that a start replaces by those of another image. */
export async function replacedData(system: SystemSpec): Promise<string[]> {
  const running = (await listContainers(system, system.mode)).filter(({ state }) => state === 'running');
  const inspected = await inspectContainers(running.map(({ id }) => id));
  return system.services.flatMap(({ name, image, mounts }) => {
    const at = running.findIndex((each) => each.service === name);
    const now = inspected[at]?.Config.Image;
    const keepsData = (mounts as readonly Mount[]).some(({ type }) => type === 'volume');
    return keepsData && now !== undefined && !isNodesImage(now, imageName(image)) ? [name] : [];
  });
}
