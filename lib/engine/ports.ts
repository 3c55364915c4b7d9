import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { environmentName } from '../model/conventions.js';
import type { PublishedPort } from '../model/port.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { publisherOf } from './docker.js';

/** Looks at a port that nobody seems to hold and that is not free, and milliseconds between them. */
const LOOKS = 5;
const PAUSE = 400;

/**
 * Refuses a host port that something else holds, before any container is touched: the engine would notice only
 * after it has removed the old container.
 * @param own containers of the system itself, which may hold their ports
 */
export async function requireFreePorts(system: SystemSpec, own: readonly string[]): Promise<void> {
  for (const service of system.services)
    for (const port of service.published) {
      const holder = await holderOf(port);
      if (holder === undefined || (holder && own.includes(holder))) continue;
      throw new UserError(
        `port ${port.host} of ${service.name} is taken by ${holder ? `container ${holder}` : 'another process'}`,
        `stop that, or set ${environmentName(system.conventions, 'PORT_OFFSET')}=10000`,
      );
    }
}

/** @returns the container that publishes a port, '' for another process, undefined for a free one */
export async function holderOf(port: PublishedPort): Promise<string | undefined> {
  // one that the engine starts or ends just now has the port a moment longer than the engine lists it
  for (let look = 1; ; look++, await sleep(PAUSE)) {
    // asked first: an engine without userland-proxy publishes in the kernel, and nothing listens on the port
    const holder = await publisherOf(port);
    if (holder) return holder;
    if (await isFree(port)) return undefined;
    if (look === LOOKS) return '';
  }
}

/** Whether nobody listens on a port of this machine. @param address @default - every address */
export function isFree({ host, address }: { host: number; address?: string | undefined }): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(host, address, () => server.close(() => resolve(true)));
  });
}
