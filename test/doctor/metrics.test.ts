import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Machine } from '../../lib/doctor/machine.js';
import { engineMetrics, metrics } from '../../lib/doctor/metrics.js';
import { plant } from '../disk/tree.js';

const servers = ['engine_daemon_container_actions_seconds 1\n', 'up 1\n'].map((text) =>
  createServer((_, answer) => answer.end(`# HELP\n${text}`)),
);
const address = (i: number) => `127.0.0.1:${(servers[i]?.address() as AddressInfo).port}`;
const configured = (said: string) =>
  engineMetrics(join(plant({ 'daemon.json': JSON.stringify({ 'metrics-addr': said }) }), 'daemon.json'));

beforeAll(() => Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening'))));
afterAll(() => {
  for (const server of servers) server.close();
});

it('the measurements of the engine are found where it is told to give them, and are its own', async () => {
  expect(await configured(address(0))).toBe(`http://${address(0)}/metrics`);
  expect(await configured(address(0).replace('127.0.0.1', '0.0.0.0'))).toBe(`http://${address(0)}/metrics`);
  expect(await configured(address(1))).toBeUndefined();
  expect(await configured('127.0.0.1:1')).toBeUndefined();
});

it('are spoken of where measurements are wanted', () => {
  const said = (wanted: boolean, engine?: string) =>
    metrics({ metrics: { wanted, engine } } as Machine).map(({ says }) => says);
  expect(said(false)).toEqual([]);
  expect(said(true)).toEqual([expect.stringContaining('"metrics-addr": "127.0.0.1:9323"')]);
  expect(said(true, 'http://127.0.0.1:9323/metrics')).toEqual([
    'the engine gives its own at http://127.0.0.1:9323/metrics',
  ]);
});
