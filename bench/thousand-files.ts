/**
 * Seconds from the last of 1,000 writes to the new answer of every service that they concern, and how often each was
 * restarted: `node --import ./cli/typescript.mjs bench/thousand-files.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestSystem } from '../test/live/harness.js';
import { answered } from './fixtures/answers.js';
import { saveRevision } from './fixtures/save.js';

const FILES = 1000;
/** Every service that mounts shared/ and has GET /about: its host port. */
const PORTS = {
  'ai-brain': 3005,
  'automation-service': 8001,
  'asset-service': 8002,
  'network-service': 8003,
  'communication-service': 8004,
  'identity-service': 8005,
};

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

const system = await TestSystem.make({ name: 'ocbenchmany', portOffset: 23_500 });
try {
  await system.must('./scripts/dev-mode.sh', '--detach', '--without', 'frontend');
  const watcher = system.start('./scripts/watch.sh');
  await watcher.says(/Watching the live files/);
  await sleep(2000);

  const directory = join(system.root, 'shared/many');
  mkdirSync(directory);
  for (let i = 1; i < FILES; i++) writeFileSync(join(directory, `file_${i}.py`), `VALUE = ${i}\n`);
  saveRevision(join(system.root, 'shared/version.py'), 'many');
  const written = performance.now();
  const times = await Promise.all(
    Object.values(PORTS).map((port) => answered(system.port(port), ({ shared }) => shared === 'many')),
  );
  await sleep(5000);
  await watcher.end();

  console.log('| service | new answer after | restarts |');
  console.log('|---|---|---|');
  Object.keys(PORTS).forEach((service, i) => {
    const count = watcher.output().split(`→ ${service} restarted`).length - 1;
    console.log(`| ${service} | ${seconds((times[i] ?? Number.NaN) - written)} | ${count} |`);
  });
  console.log(`| all | ${seconds(Math.max(...times) - written)} | |`);
} finally {
  await system.remove();
}
