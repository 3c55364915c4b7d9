import type { ContainerWork, Look } from '../engine/look.js';

/** Seconds without a sign of work after which a container that the engine calls unhealthy is given up, on a machine at rest. */
const QUIET = 20;
/** At most so many times as long on a machine that is busy: even a health check may take longer there than it may. */
const QUIET_FACTOR = 6;
/** So many restarts are no bad luck, unless all come in the first seconds: what it calls may not be there yet. */
const RESTARTS = 3;
const FIRST_SECONDS = 30;

/**
 * How long a container is waited for: until it is healthy, or plainly broken. The engine calls it unhealthy after a fixed
 * time, which under load is too early; from then on it is waited for as long as it works.
 */
export class Patience {
  private readonly since: number;
  private readonly restarts: number;
  private lastWork: number | undefined;
  private cpu: number | undefined;
  /** Of the last process that is known to have ended; while the next one runs, the engine says 0. */
  private exitCode: number | undefined;
  private readonly said = new Set<string>();

  /**
   * @param limit seconds after which it is given up, whatever it does
   * @param now in seconds, as in every call
   */
  constructor(
    first: Look,
    private readonly limit: number,
    now: number,
  ) {
    this.since = now;
    this.restarts = first.restarts;
  }

  /**
   * @param load how many processes want each core
   * @returns why it is not waited for any longer, as the end of a sentence about it; undefined while it is
   */
  verdict({ state, health, restarts, exitCode }: Look, now: number, load: number): string | undefined {
    const waited = now - this.since;
    const again = restarts - this.restarts;
    if (exitCode !== 0 || state === 'restarting' || state === 'exited') this.exitCode = exitCode;
    const code = this.exitCode === undefined ? '' : `, with exit code ${this.exitCode}`;
    const ended = (times: number) => `it has ended ${times} times${code}`;
    if (state === 'paused') return 'it is paused';
    if (state === 'exited' || state === 'dead') return `it has ended with exit code ${exitCode}`;
    if (again >= RESTARTS && waited >= FIRST_SECONDS) return ended(again);
    // a loop from before this start: the engine lets up to a minute pass from one try to the next by now
    if (state === 'restarting' && restarts >= RESTARTS && waited >= FIRST_SECONDS) return ended(restarts);
    if (this.isUsedUp(now))
      return `it was waited for ${this.limit} s${again > 0 ? `, and it has ended ${again} times${code}` : ''}`;
    if (health !== 'unhealthy' || this.lastWork === undefined) return undefined;
    const quiet = now - this.lastWork;
    if (quiet < QUIET * Math.min(Math.max(load, 1), QUIET_FACTOR)) return undefined;
    return again > 0
      ? ended(again)
      : `its health check fails, and it has done nothing for ${Math.round(quiet)} s`;
  }

  /** Notes what it has done; the first time is where counting begins. @returns whether it has worked since */
  note({ cpu, log }: ContainerWork, now: number): boolean {
    const fresh = log.map(withoutTimes).filter((line) => !this.said.has(line));
    for (const line of fresh) this.said.add(line);
    const worked = cpu !== undefined && this.cpu !== undefined && cpu > this.cpu;
    this.cpu = cpu;
    const isFirst = this.lastWork === undefined;
    if (isFirst || worked || fresh.length > 0) this.lastWork = now;
    return !isFirst && this.lastWork === now;
  }

  /** Whether it was given up for the limit alone: more time may be all that it lacks. */
  isOnlySlow({ state, restarts }: Look, now: number): boolean {
    return this.isUsedUp(now) && state === 'running' && restarts === this.restarts;
  }

  /** Whether the limit is reached. */
  private isUsedUp(now: number): boolean {
    return now - this.since >= this.limit;
  }
}

/** Times, durations, addresses with their ports: a failing health check is logged again and again, and is no work. */
function withoutTimes(line: string): string {
  return line.replace(/\d+(?:[.,:T-]+\d+)+|\d{5,}/g, '');
}
