import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf, POLL, type TellEdit } from '../model/watch.js';
import { becomesHealthy, endedBySomebody, logSince, restart, runningOf } from './container.js';
import { reload } from './reload.js';

/** Lines of its log that a service which fails is shown with. */
const LOG_LINES = 12;
/** What the engine says of a container whose mount has no source. */
const NO_SOURCE = /no such file|does not exist|not a directory/i;
/** Starts against a source that comes and goes. */
const TRIES = 5;

export interface RestartOptions {
  readonly sourceRoot: string;
  readonly say: (line: string) => void;
  readonly tell: TellEdit;
  /** Called after each restart: a change that came while it ran may have been told of or not. */
  readonly look: () => void;
}

/** The restarts of one service: one at a time, and one more for whatever changed meanwhile. */
export class Restarts {
  private pending: string[] = [];
  private running: Promise<void> | undefined;
  private waiting = new AbortController();
  private isDown = false;

  constructor(
    private readonly service: ServiceSpec,
    private readonly options: RestartOptions,
  ) {}

  /** The service has to read these paths again. */
  due(paths: readonly string[]): void {
    this.pending.push(...paths);
    // it need not become healthy with what it has
    this.waiting.abort();
    this.running ??= this.work()
      .catch((error: Error) => this.options.tell(paths, `${this.service.name}: ${error.message}`))
      .finally(() => {
        this.running = undefined;
      });
  }

  /** Until nothing is left to do. */
  async idle(): Promise<void> {
    await this.running;
  }

  /** Until the container stands that is now being restarted; nothing is begun any more. */
  async end(): Promise<void> {
    this.pending = [];
    this.waiting.abort();
    await this.running;
  }

  private async work(): Promise<void> {
    while (this.pending.length > 0) {
      const paths = this.pending;
      this.pending = [];
      await this.restart(paths);
    }
  }

  /**
   * The source of a mount may vanish between the end of the old container and the start of the new, and be back at once
   * or later: then it is tried again, for without that the container stays down.
   * @returns why it did not start
   */
  private async restartContainer(
    signal: AbortSignal,
    say: (done: string) => void,
  ): Promise<string | undefined> {
    let problem: string | undefined;
    for (let tries = 0; tries < TRIES; ) {
      const missing = this.missing();
      if (missing === undefined) {
        problem = await restart(this.service.container, signal);
        this.isDown = problem !== undefined;
        if (problem === undefined || !NO_SOURCE.test(problem)) return problem;
        tries += 1;
      } else {
        if (problem !== missing) say(`${this.service.name} is down until ${missing} is back`);
        problem = missing;
      }
      if (signal.aborted) return problem;
      await sleep(POLL);
    }
    return problem;
  }

  /** The source of a mount that is not there. */
  private missing(): string | undefined {
    const { sourceRoot } = this.options;
    return bindsOf(this.service).find(({ source }) => !existsSync(join(sourceRoot, source)))?.source;
  }

  /** What somebody has stopped or removed stays it; of what runs, no question is asked. */
  private async ended(): Promise<string | undefined> {
    const running = await runningOf(this.options.sourceRoot, this.service);
    return running ? undefined : endedBySomebody(this.service);
  }

  private async restart(paths: readonly string[]): Promise<void> {
    const service = this.service;
    const options = this.options;
    const say = (done: string, seconds?: number) => options.tell(paths, done, seconds);
    const missing = this.missing();
    if (missing !== undefined && !this.isDown) {
      // a container without the source of a mount would not start again
      say(`${service.name} keeps running as it is until ${missing} is back`);
      return;
    }
    this.waiting = new AbortController();
    const { signal } = this.waiting;
    const began = new Date();
    const reloads = !this.isDown && (await reload(options.sourceRoot, service));
    const ended = reloads || this.isDown ? undefined : await this.ended();
    if (ended !== undefined) {
      say(`${service.name} ${ended}`);
      return;
    }
    const problem = reloads ? undefined : await this.restartContainer(signal, say);
    options.look();
    if (problem !== undefined) {
      // what is due now starts it again
      if (this.pending.length > 0) return;
      say(`${service.name} did not start: ${problem}`);
      return;
    }
    const healthy = await becomesHealthy(service, signal);
    if (signal.aborted) return;
    const seconds = (Date.now() - began.getTime()) / 1000;
    if (healthy) say(`${service.name} restarted, healthy in ${seconds.toFixed(1)} s`, seconds);
    else {
      const log = await logSince(service.container, began, LOG_LINES);
      say(
        `${service.name} restarted, not healthy after ${seconds.toFixed(1)} s; the next save starts it again. Its last output:`,
        seconds,
      );
      options.say(log.replaceAll(/^/gm, '    '));
    }
  }
}
