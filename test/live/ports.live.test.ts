import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { requireFreePorts } from '../../lib/engine/ports.js';
import { hostPort } from '../../lib/model/port.js';
import { serviceSpec, systemSpec } from '../spec.js';
import { PROBE_PORT } from './probes.js';

/** Holds a port, and asks whether a service may be published on it. */
async function whileHeld(body: (asked: Promise<void>, end: () => void) => Promise<void>): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = hostPort((server.address() as AddressInfo).port);
  const service = serviceSpec('dev', { published: [{ container: PROBE_PORT, host, address: '127.0.0.1' }] });
  try {
    await body(requireFreePorts(systemSpec('dev', [service]), []), () => server.close());
  } finally {
    server.close();
  }
}

it('a port that is free a moment later is taken for free, as that of a container that is just ending', async () => {
  await whileHeld(async (asked, end) => {
    await sleep(600);
    end();
    await expect(asked).resolves.toBeUndefined();
  });
});

it('a port that another process holds is refused', async () => {
  await whileHeld(async (asked) => {
    await expect(asked).rejects.toThrow(/port \d+ of api is taken by another process/);
  });
});
