import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf, eventLine } from '../model/watch.js';
import { becomesHealthy, logSince, restart } from './container.js';
import { reload } from './reload.js';

/** Lines of its log that a service which fails is shown with. */
const LOG_LINES = 12;

export interface RestartOptions {
  readonly sourceRoot: string;
  readonly say: (line: string) => void;
  /** Called after each restart: a change that came while it ran may have been told of or not. */
  readonly look: () => void;
}

/** The restarts of one service: one at a time, and one more for whatever changed meanwhile. */
export class Restarts {
  private pending: string[] = [];
  private running: Promise<void> | undefined;
  private waiting = new AbortController();

  constructor(
    private readonly service: ServiceSpec,
    private readonly options: RestartOptions,
  ) {}

  /** The service has to read these paths again. */
  due(paths: readonly string[]): void {
    this.pending.push(...paths);
    // it need not become healthy with what it has
    this.waiting.abort();
    this.running ??= this.work().finally(() => {
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

  private async restart(paths: readonly string[]): Promise<void> {
    const service = this.service;
    const options = this.options;
    const say = (done: string) => options.say(eventLine(new Date(), paths, done));
    const missing = bindsOf(service).find(({ source }) => !existsSync(join(options.sourceRoot, source)));
    if (missing) {
      // a container without the source of a mount would not start again
      say(`${service.name} keeps running as it is until ${missing.source} is back`);
      return;
    }
    this.waiting = new AbortController();
    const { signal } = this.waiting;
    const began = new Date();
    const reloads = await reload(options.sourceRoot, service);
    const problem = reloads ? undefined : await restart(service.container, signal);
    options.look();
    if (problem !== undefined) {
      say(`${service.name} did not start: ${problem}`);
      return;
    }
    const healthy = await becomesHealthy(service, signal);
    if (signal.aborted) return;
    const seconds = `${((Date.now() - began.getTime()) / 1000).toFixed(1)} s`;
    if (healthy) say(`${service.name} restarted, healthy in ${seconds}`);
    else {
      const log = await logSince(service.container, began, LOG_LINES);
      say(
        `${service.name} restarted, not healthy after ${seconds}; the next save starts it again. Its last output:`,
      );
      options.say(log.replaceAll(/^/gm, '    '));
    }
  }
}
