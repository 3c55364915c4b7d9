import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { runDocker } from '../engine/command.js';
import type { GuardPlan } from '../model/guard.js';
import { labelNames } from '../model/labels.js';
import type { Seen } from './guard.js';

/** Milliseconds: events that come together are one. */
const TOGETHER = 300;
const TOLD = ['start', 'die', 'stop', 'pause', 'unpause', 'destroy', 'health_status'];

function filters({ name, mode, conventions }: GuardPlan): string[] {
  const label = labelNames(conventions);
  const labels = [`label=${label.system}=${name}`, `label=${label.mode}=${mode}`];
  return labels.flatMap((filter) => ['--filter', filter]);
}

/** The system's own containers, running or not; undefined where no engine answers. */
export async function listSeen(plan: GuardPlan): Promise<Seen[] | undefined> {
  const format = '{{.Names}}\t{{.State}}\t{{.Status}}';
  const { failed, stdout } = await runDocker(['ps', '--all', ...filters(plan), '--format', format]);
  if (failed) return undefined;
  // what somebody runs of an own image has its labels, and another name
  const own = new Set(plan.services.map(({ container }) => container));
  return stdout.split('\n').flatMap((line) => {
    const [name = '', state = '', status = ''] = line.split('\t');
    return own.has(name) ? [{ name, state, health: /\((?:health: )?(\w+)\)/.exec(status)?.[1] ?? '' }] : [];
  });
}

/**
 * Listens to the engine until the signal: what it says is a hint to look.
 * @param lost is called when the engine has ended
 */
export function watchEvents(
  plan: GuardPlan,
  lost: () => void,
  signal: AbortSignal,
): { next(longest: number): Promise<void> } {
  let wake = () => {};
  const listen = async () => {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        const events = TOLD.flatMap((event) => ['--filter', `event=${event}`]);
        const args = ['events', '--format', '{{.Action}}', ...filters(plan), ...events];
        const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'ignore'], signal });
        child.stdout.on('data', () => wake());
        child.on('error', () => resolve());
        child.on('close', () => resolve());
      });
      if (signal.aborted) return;
      lost();
      wake();
      await sleep(1000);
    }
  };
  void listen();
  return {
    async next(longest) {
      const waiting = new AbortController();
      wake = () => waiting.abort();
      await sleep(longest, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => {});
      wake = () => {};
      if (!signal.aborted && waiting.signal.aborted) await sleep(TOGETHER);
    },
  };
}
