import { setTimeout as sleep } from 'node:timers/promises';
import { RELOAD_SCRIPT, reloaded } from '../../model/reload.js';
import type { ServiceSpec } from '../../model/service-spec.js';
import { runDocker } from '../command.js';
import { programStart } from '../program-start.js';
import { staleMountsOf } from '../stale-mounts.js';

const NO_ENGINE = /Cannot connect to the Docker daemon|error during connect|Is the docker daemon running/;

/** What the engine says of a container. */
export interface ContainerState {
  readonly running: boolean;
  /** Of its first process as the host counts; 0 where it does not run. */
  readonly pid: number;
  readonly startedAt: Date;
  /** The name of its image. */
  readonly image: string;
}

export async function stateOf(container: string): Promise<ContainerState | undefined> {
  const format = '{{json .State}}\n{{.Config.Image}}';
  const { failed, stdout } = await runDocker(['container', 'inspect', '--format', format, container]);
  if (failed) return undefined;
  const [json = '', image = ''] = stdout.split('\n');
  const state = JSON.parse(json) as { Running: boolean; Pid: number; StartedAt: string };
  return { running: state.Running, pid: state.Pid, startedAt: new Date(state.StartedAt), image };
}

/**
 * Stops a container as gently as ever and starts it, which also takes every file mount anew. An engine that does not
 * answer is waited for.
 * @param signal ends the waiting for the engine
 * @returns why it did not start, in the engine's words
 */
export async function restart(container: string, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    const { failed, all } = await runDocker(['restart', container]);
    if (!failed) return undefined;
    if (!NO_ENGINE.test(all)) return all.trim().replace(/^Error response from daemon: /, '');
    await engineAnswers(signal);
  }
  return undefined;
}

/**
 * Starts a service's program anew in its container, which stays as it is; the mounts of single files too.
 * @returns whether that was done; what has no reloader, is not running, or has a stale mount is to be restarted
 */
export async function reload(sourceRoot: string, service: ServiceSpec): Promise<boolean> {
  const { container, command, stopGrace } = service;
  if (reloaded(command) === undefined) return false;
  const began = Date.now();
  // both at once, for an edit waits for them; where a mount is stale the container is restarted all the same
  const [{ failed }, isStale] = await Promise.all([
    runDocker(['exec', container, 'sh', '-c', RELOAD_SCRIPT]),
    hasStaleMount(sourceRoot, service),
  ]);
  if (failed || isStale) return false;
  // until the old one has ended, which is the program as long as it is there; asking takes the processor from the new one
  for (const end = began + stopGrace * 1000; Date.now() < end; ) {
    await sleep(500);
    const start = await programStart(service);
    // what cannot start with what it has takes its container with it
    if (start === undefined) return false;
    if (start.getTime() > began) return true;
  }
  return false;
}

async function hasStaleMount(sourceRoot: string, service: ServiceSpec): Promise<boolean> {
  const state = await stateOf(service.container);
  return state?.running === true && (await staleMountsOf(sourceRoot, service, state.pid)).length > 0;
}

async function engineAnswers(signal: AbortSignal): Promise<void> {
  do await sleep(1000);
  while (!signal.aborted && (await runDocker(['version'])).failed);
}

/**
 * Waits until a service's own health check succeeds. The engine asks every two seconds; this asks at once and again,
 * in one `docker exec`, for starting one takes longer than most checks.
 */
export async function becomesHealthy(
  { container, healthCheck }: ServiceSpec,
  signal: AbortSignal,
): Promise<boolean> {
  // when the engine itself would call it unhealthy
  const patience = healthCheck.startPeriod + healthCheck.interval * healthCheck.retries;
  const loop = [
    `end=$(($(date +%s) + ${patience}))`,
    'until "$@" >/dev/null 2>&1; do [ "$(date +%s)" -lt "$end" ] || exit 1; sleep 0.3; done',
  ].join('; ');
  const [kind, ...test] = healthCheck.test;
  const program = kind === 'CMD-SHELL' ? ['sh', '-c', ...test] : test;
  const { failed } = await runDocker(['exec', container, 'sh', '-c', loop, 'sh', ...program], signal);
  return !failed;
}

/** What a container wrote since a time. @param lines at most */
export async function logSince(container: string, since: Date, lines: number): Promise<string> {
  const { all } = await runDocker([
    'logs',
    '--since',
    since.toISOString(),
    '--tail',
    String(lines),
    container,
  ]);
  return all.trimEnd();
}
