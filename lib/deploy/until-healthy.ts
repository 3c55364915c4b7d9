import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { containerLog } from '../engine/docker.js';
import { type ContainerWork, type Look, lookAt, workOf } from '../engine/look.js';
import { isWell } from '../model/container-state.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { Patience } from './patience.js';
import { waitLimitVariable } from './wait-limit.js';

/** The clock and the engine; a test has its own. */
export interface Surroundings {
  /** In seconds. */
  now(): number;
  sleep(seconds: number): Promise<void>;
  /** How many processes want each core. */
  load(): number;
  lookAt(containers: readonly string[]): Promise<ReadonlyMap<string, Look>>;
  workOf(container: string, look: Look): Promise<ContainerWork>;
  containerLog(container: string, lines: number): Promise<string>;
}

const REAL: Surroundings = {
  now: () => performance.now() / 1000,
  sleep: (seconds) => sleep(seconds * 1000),
  load: () => (loadavg()[0] ?? 0) / availableParallelism(),
  lookAt,
  workOf,
  containerLog,
};

/** What has to be known of a service to wait for it. */
export type WaitedFor = Pick<ServiceSpec, 'name' | 'container'>;

export interface UntilHealthyOptions {
  /** Seconds for which a service is waited for at most, from when it first runs. */
  readonly limit: number;
  /** Whether what does not become healthy is undone, and its container goes. @default false */
  readonly isUndone?: boolean;
  /** Whether a container is still the one from before, which is about to be started or replaced. @default - none is */
  isOld?(container: string, look: Look): boolean;
  /** Says what takes long. */
  log(line: string): void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** Seconds between two looks at what a container does: each starts two programs. */
const WORK_INTERVAL = 5;

/**
 * Waits until services are healthy: a slow one as long as it works.
 * @throws UserError naming the first that is broken, with its last lines
 */
export async function untilHealthy(
  system: Pick<SystemSpec, 'conventions'>,
  services: readonly WaitedFor[],
  options: UntilHealthyOptions,
  surroundings: Surroundings = REAL,
): Promise<void> {
  let waits = services.map((service) => new Wait(system, service, options, surroundings));
  while (!options.signal?.aborted) {
    const looks = await surroundings.lookAt(waits.map(({ container }) => container));
    const left: Wait[] = [];
    for (const wait of waits) if (!(await wait.isOver(looks.get(wait.container)))) left.push(wait);
    waits = left;
    if (waits.length === 0) return;
    await surroundings.sleep(1);
  }
}

/** The waiting for one service. */
class Wait {
  private patience: Patience | undefined;
  private lookedAtWork = Number.NEGATIVE_INFINITY;
  private isSaid = false;

  constructor(
    private readonly system: Pick<SystemSpec, 'conventions'>,
    private readonly service: WaitedFor,
    private readonly options: UntilHealthyOptions,
    private readonly surroundings: Surroundings,
  ) {}

  get container(): string {
    return this.service.container;
  }

  /** @throws UserError where it is waited for in vain */
  async isOver(look: Look | undefined): Promise<boolean> {
    const { limit, isOld } = this.options;
    if (!look || look.state === 'created' || isOld?.(this.container, look)) return false;
    if (isWell(look)) return true;
    const now = this.surroundings.now();
    this.patience ??= new Patience(look, limit, now);
    if (look.health === 'unhealthy') await this.noteWork(this.patience, look, now);
    const reason = this.patience.verdict(look, now, this.surroundings.load());
    if (reason !== undefined) throw await this.failure(look, reason, this.patience.isOnlySlow(look, now));
    return false;
  }

  private async noteWork(patience: Patience, look: Look, now: number): Promise<void> {
    if (now - this.lookedAtWork < WORK_INTERVAL) return;
    this.lookedAtWork = now;
    const works = patience.note(await this.surroundings.workOf(this.container, look), now);
    if (!works || this.isSaid) return;
    this.isSaid = true;
    const { limit, log } = this.options;
    log(`${this.service.name} is slow: it is waited for while it works, at most ${limit} s`);
  }

  private async failure({ state }: Look, reason: string, slow: boolean): Promise<UserError> {
    if (state === 'paused')
      return new UserError(
        `${this.service.name} is not healthy: ${reason}`,
        `docker unpause ${this.container}`,
      );
    const { conventions } = this.system;
    const last = await this.surroundings.containerLog(this.container, 15);
    const longer = `${waitLimitVariable(conventions)}=${this.options.limit * 2}`;
    return new UserError(
      `${this.service.name} is not healthy: ${reason}. The last lines of ${this.container}:\n${last}`,
      slow
        ? `if it is only slow, start again with ${longer}, which waits longer`
        : `${this.options.isUndone ? '--keep-failed keeps its container, to look at it' : `docker logs ${this.container} shows all`}; correct it, and start again`,
    );
  }
}
