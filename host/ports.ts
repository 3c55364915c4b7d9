import { createServer } from 'node:net';
import type { PublishedPort } from '../model/port.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { publisherOf } from './docker.js';

/**
 * Refuses a host port that something else holds, before any container is touched: the engine would notice only
 * after it has removed the old container.
 * @param own containers of the system itself, which may hold their ports
 */
export async function requireFreePorts(system: SystemSpec, own: readonly string[]): Promise<void> {
  for (const service of system.services)
    for (const port of service.published) {
      // asked first: an engine without userland-proxy publishes in the kernel, and nothing listens on the port
      const holder = await publisherOf(port);
      if (holder ? own.includes(holder) : await isFree(port)) continue;
      throw new UserError(
        `port ${port.host} of ${service.name} is taken by ${holder ? `container ${holder}` : 'another process'}`,
        'stop that, or set OPSCONDUCTOR_PORT_OFFSET=10000',
      );
    }
}

function isFree({ host, address }: PublishedPort): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(host, address, () => server.close(() => resolve(true)));
  });
}
