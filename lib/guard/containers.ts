import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { listAll } from '../engine/marks.js';
import { healthIn } from '../model/container-state.js';
import type { GuardPlan } from '../model/guard.js';
import { labelNames } from '../model/labels.js';
import { ownContainer } from '../model/ownership.js';
import type { Guard, Seen } from './guard.js';

/** Milliseconds: events that come together are one. */
const TOGETHER = 300;
const TOLD = ['start', 'die', 'stop', 'pause', 'unpause', 'destroy', 'health_status'];

function labelsOf({ name, mode, conventions }: GuardPlan): string[] {
  const label = labelNames(conventions);
  return [`label=${label.system}=${name}`, `label=${label.mode}=${mode}`];
}

/** The system's own containers, running or not; undefined where no engine answers. */
export async function listSeen(plan: GuardPlan): Promise<Seen[] | undefined> {
  const all = await listAll('container', plan, labelsOf(plan)).catch(() => undefined);
  const names = new Set(plan.services.map(({ container }) => container));
  return all?.flatMap((listed) => {
    const { name, state, status } = listed;
    if (!names.has(name) || !ownContainer(plan, listed)) return [];
    return [{ name, state, health: healthIn(status) }];
  });
}

/**
 * Listens to the engine until the signal: what it says is a hint to look. What begins and ends is told at once, for the engine
 * may be killed before the next look.
 */
export function watchEvents(
  plan: GuardPlan,
  guard: Pick<Guard, 'began' | 'ended' | 'engineLost'>,
  signal: AbortSignal,
): { next(longest: number): Promise<void> } {
  let isTold = false;
  let wake = () => {};
  const tell = () => {
    isTold = true;
    wake();
  };
  const listen = async () => {
    for (let since = Date.now(); !signal.aborted; since = Date.now()) {
      await new Promise<void>((resolve) => {
        const events = TOLD.flatMap((event) => ['--filter', `event=${event}`]);
        const args = [
          'events',
          // it takes a while until it listens
          '--since',
          (since / 1000).toFixed(3),
          '--format',
          '{{.Action}} {{.Actor.Attributes.name}}',
          ...labelsOf(plan).flatMap((label) => ['--filter', label]),
          ...events,
        ];
        const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'ignore'], signal });
        // docker writes a line in several parts, of which none alone says what has ended
        createInterface({ input: child.stdout }).on('line', (line) => {
          const [action, name = ''] = line.split(' ');
          if (action === 'start') guard.began(name);
          else if (action === 'die' || action === 'stop') guard.ended(name);
          tell();
        });
        child.on('error', () => resolve());
        child.on('close', () => resolve());
      });
      if (signal.aborted) return;
      guard.engineLost();
      tell();
      await sleep(1000);
    }
  };
  void listen();
  return {
    async next(longest) {
      const waiting = new AbortController();
      wake = () => waiting.abort();
      const either = AbortSignal.any([signal, waiting.signal]);
      if (!isTold) await sleep(longest, undefined, { signal: either }).catch(() => {});
      if (isTold) await sleep(TOGETHER);
      isTold = false;
    },
  };
}
