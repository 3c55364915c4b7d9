import { isCurrent, type StackService, type StackTask } from '../../engine/stack.js';

/** So many tasks of a service that end are no bad luck. */
const FAILURES = 3;
/** So many that the health check has ended are none either, for each was asked again and again; on a machine that is busy one more. */
const UNHEALTHY = 1;
/** Processes that want each core, from which on a machine is busy: even a health check may take longer there than it may. */
const BUSY = 2;
/** Seconds in which a machine that takes a task may still come. */
const NOWHERE = 30;

/** What is to be known of a service while it is waited for. */
export interface Waited {
  readonly service: StackService;
  /** Its tasks, those too that ended. */
  readonly tasks: readonly StackTask[];
  /** What its last change was before this one; undefined where there was none. */
  readonly updateBefore: string | undefined;
  /** Since when all that it requires runs, in milliseconds; undefined while that does not. */
  readonly ready: number | undefined;
  /** Seconds that its health check gives it to begin. */
  readonly startPeriod: number;
  /** How many processes want each core. */
  readonly load: number;
  /** Milliseconds. */
  readonly now: number;
}

/** How a service of a stack stands: it is waited for, or all of it runs as it is to, or it never will. */
export type StackStanding =
  | { readonly kind: 'waits' }
  | { readonly kind: 'up' }
  | {
      readonly kind: 'broken';
      /** The end of a sentence about it. */
      readonly because: string;
      /** The task that says why. @default - none does */
      readonly task?: StackTask | undefined;
    };

const WAITS = { kind: 'waits' } as const;

/**
 * How a service stands after a deploy. Swarm itself decides of a service that it changes, by its health check, and goes back to what it
 * was. Of a new one it starts tasks again and again: those count that were made after all that the service requires ran, or had the time
 * to begin from then on.
 */
export function standingOf({ service, tasks, updateBefore, now, ...waited }: Waited): StackStanding {
  const update = service.update?.startedAt === updateBefore ? undefined : service.update;
  if (update && /^(rollback_completed|rollback_paused|paused)$/.test(update.state)) {
    const task = lastOf(tasks.filter((each) => hasFailed(each) && each.createdAt >= update.startedAt));
    const went = update.state === 'rollback_completed' ? 'Swarm has returned it to what it was' : undefined;
    return broken(went ?? update.message, task);
  }
  if (update && update.state !== 'completed') return WAITS;
  const current = tasks.filter((task) => isCurrent(task, service));
  const running = current.filter(({ state, wanted }) => wanted === 'running' && state === 'running');
  const isLeaving = tasks.some(({ state, wanted }) => wanted !== 'running' && ENDING.has(state));
  // one on each machine is one at least
  const wanted = service.replicas ?? Math.max(1, current.filter((task) => task.wanted === 'running').length);
  if (running.length >= wanted && !isLeaving) return { kind: 'up' };
  const failed = current.filter((task) => hasFailed(task) && hadItsChance(task, waited));
  const unhealthy = failed.filter(isUnhealthy);
  if (failed.length >= FAILURES || unhealthy.length >= UNHEALTHY + (waited.load > BUSY ? 1 : 0))
    return broken(`it has ended ${failed.length === 1 ? 'once' : `${failed.length} times`}`, lastOf(failed));
  const nowhere = current.find(
    ({ state, error, since }) =>
      state === 'pending' && error !== '' && now - Date.parse(since) > NOWHERE * 1000,
  );
  return nowhere ? broken(nowhere.error, undefined) : WAITS;
}

/** What a task of a machine that answers passes through until it has ended. */
const ENDING = new Set(['running', 'starting']);

function hadItsChance(
  task: StackTask,
  { ready, startPeriod }: Pick<Waited, 'ready' | 'startPeriod'>,
): boolean {
  if (ready === undefined) return false;
  if (Date.parse(task.createdAt) >= ready) return true;
  return isUnhealthy(task) && Date.parse(task.since) - ready >= startPeriod * 1000;
}

function isUnhealthy({ error }: StackTask): boolean {
  return error.includes('unhealthy');
}

function hasFailed({ state }: StackTask): boolean {
  return state === 'failed' || state === 'rejected';
}

function lastOf(tasks: readonly StackTask[]): StackTask | undefined {
  return [...tasks].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).at(-1);
}

function broken(because: string, task: StackTask | undefined): StackStanding {
  const error = task?.error ? ` (${task.error})` : '';
  return { kind: 'broken', because: `${because}${error}`, task };
}
