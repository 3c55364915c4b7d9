import { lookAt } from '../engine/look.js';
import type { Named } from '../model/conventions.js';
import type { Mode } from '../model/mode.js';
import type { LoggingContainer } from './logs.js';
import { serviceContainers } from './what-runs.js';

/** The containers of services, as their logs are read. @param mode @default - both */
export async function loggingContainers(
  system: Named,
  isWanted: (service: string) => boolean,
  mode?: Mode,
): Promise<LoggingContainer[]> {
  const ours = (await serviceContainers(system, mode)).filter(({ service }) => isWanted(service));
  const looks = await lookAt(ours.map(({ name }) => name));
  return ours.flatMap(({ id, name, service }) => {
    const look = looks.get(name);
    return look ? [{ id, service, startedAt: look.startedAt }] : [];
  });
}
