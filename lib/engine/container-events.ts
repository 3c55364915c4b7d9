import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Named } from '../model/conventions.js';
import { labelNames } from '../model/labels.js';

/** What changes how a container stands. Health checks come as `health_status: healthy`. */
const EVENTS = ['create', 'start', 'die', 'destroy', 'pause', 'unpause', 'rename', 'health_status'];
/** Milliseconds until an engine that does not answer is asked again. */
const AGAIN = 3000;

/** Calls back at every change of a system's containers, until the signal. */
export async function heedContainers(
  { name, conventions }: Named,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  const filters = [
    `label=${labelNames(conventions).system}=${name}`,
    ...EVENTS.map((event) => `event=${event}`),
  ];
  const args = ['events', '--format', '{{.Action}}', ...filters.flatMap((filter) => ['--filter', filter])];
  while (!signal.aborted) {
    const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const end = () => child.kill();
    signal.addEventListener('abort', end, { once: true });
    const ended = once(child, 'close').catch(() => undefined);
    createInterface({ input: child.stdout }).on('line', changed);
    await ended;
    signal.removeEventListener('abort', end);
    // without an engine everything is otherwise
    changed();
    await sleep(AGAIN, undefined, { signal }).catch(() => {});
  }
}
