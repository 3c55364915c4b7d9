import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { TestSystem } from './harness.js';
import { call } from './request.js';

/** network-service really sees a request that comes to its port while it captures, though it is not root. */
export async function expectCapture(system: TestSystem, token: string): Promise<void> {
  const captured = call<{ packets: number; first: string[] }>(system, 'network-service', '/capture', {
    token,
    body: { seconds: 4, port: 3006 },
  });
  await sleep(1500);
  await call(system, 'network-service', '/about');
  const { packets, first } = await captured;
  expect(packets).toBeGreaterThan(2);
  expect(first.join('\n')).toMatch(/\.3006[ :]/);
}
