import { setTimeout as sleep } from 'node:timers/promises';
import { runDocker } from '../engine/command.js';
import type { GuardPlan } from '../model/guard.js';
import { listSeen, watchEvents } from './containers.js';
import { type Act, Guard, type Seen } from './guard.js';

/** Seconds from one look to the next where no event comes: what is unhealthy gets no more of them. */
const INTERVAL = 10;
const SOON = 1;
/** Seconds without a container of the mode after which there is nothing to guard any more. */
const NOTHING = 10;

export interface GuardingOptions {
  /** Whether it restarts what is unhealthy for long. */
  readonly heals: boolean;
  /** Says what it has done. */
  say(line: string): void;
  /** Is told of each look at an engine to which nothing is owed. @returns whether to look again soon */
  looked?(seen: readonly Seen[]): Promise<boolean>;
  /** Whether this is still the process that guards the system. */
  isWanted(): boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Guards a system that runs until it is ended, or nothing of the system is there any more. */
export async function guarding(plan: GuardPlan, options: GuardingOptions): Promise<void> {
  const guard = new Guard(options.heals);
  const over = new AbortController();
  const events = watchEvents(plan, guard, AbortSignal.any([options.signal, over.signal]));
  try {
    await untilNothing(plan, guard, (seconds) => events.next(seconds * 1000), options);
  } finally {
    // what listens would stay behind
    over.abort();
  }
}

async function untilNothing(
  plan: GuardPlan,
  guard: Guard,
  next: (longest: number) => Promise<void>,
  { say, isWanted, signal, looked }: GuardingOptions,
): Promise<void> {
  let lastThere = now();
  while (!signal.aborted && isWanted()) {
    guard.listing();
    const seen = await listSeen(plan);
    if (!seen) {
      guard.engineLost();
      await sleep(1000);
      continue;
    }
    if (seen.length > 0) lastThere = now();
    else if (now() - lastThere >= NOTHING) return;
    for (const act of inOrder(plan, guard.look(seen, now()))) {
      const { failed, all } = await runDocker([act.what, act.name]);
      say(`${act.name} ${act.why}: ${failed ? all.trim() : `${act.what}ed`}`);
    }
    const isSoon = guard.isOwing || (await looked?.(seen));
    await next(isSoon ? SOON : INTERVAL);
  }
}

/** Those first that the others need. */
function inOrder({ services }: GuardPlan, acts: readonly Act[]): Act[] {
  const backing = new Set(services.flatMap(({ kind, container }) => (kind === 'backing' ? [container] : [])));
  return [...acts.filter(({ name }) => backing.has(name)), ...acts.filter(({ name }) => !backing.has(name))];
}

function now(): number {
  return performance.now() / 1000;
}
