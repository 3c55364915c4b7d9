import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandResult, runDocker } from '../engine/command.js';
import { inspectRows } from '../engine/inspect-rows.js';
import { type ContainerProcess, isOnThisHost } from '../engine/processes.js';
import { type StaleMount, staleMountsOf } from '../engine/stale-mounts.js';
import type { Labels } from '../model/labels.js';
import type { ServiceSpec } from '../model/service-spec.js';

const NO_ENGINE = /Cannot connect to the Docker daemon|error during connect|Is the docker daemon running/;

/** What the engine says of a container. */
export interface ContainerState extends ContainerProcess {
  readonly running: boolean;
  readonly startedAt: Date;
  /** Of the last process that ended. */
  readonly exitCode: number;
  /** The name of its image. */
  readonly image: string;
  readonly labels: Labels;
}

async function stateOf(container: string): Promise<ContainerState | undefined> {
  return (await statesOf([container])).get(container);
}

/** The same of several, by their names, in one call: each call is a process. Those that are not there are left out. */
export async function statesOf(containers: readonly string[]): Promise<Map<string, ContainerState>> {
  const fields = ['{{slice .Name 1}}', '{{.Id}}', '{{.Config.Image}}', LABELS, '{{json .State}}'];
  const rows = await inspectRows('container', containers, fields);
  const states = rows.map(
    ([name = '', id = '', image = '', labels = '', json = '']): [string, ContainerState] => {
      const state = JSON.parse(json) as {
        Running: boolean;
        Pid: number;
        StartedAt: string;
        ExitCode: number;
      };
      const { Running: running, Pid: pid, ExitCode: exitCode } = state;
      const startedAt = new Date(state.StartedAt);
      return [name, { id, image, labels: labelsIn(labels), running, pid, exitCode, startedAt }];
    },
  );
  for (const [name, state] of states) if (state.running) known.set(name, state);
  return new Map(states);
}

/** What the engine said last of containers that ran then, by their names. */
const known = new Map<string, ContainerState>();

/** A service's running container, asked for again once its process has ended, and its stale mounts; undefined for none. */
export async function runningOf(
  sourceRoot: string,
  service: ServiceSpec,
): Promise<{ readonly state: ContainerState; readonly stale: readonly StaleMount[] } | undefined> {
  const last = known.get(service.container);
  const state = last && isOnThisHost(last) ? last : await stateOf(service.container);
  // one of somebody else that has the name is nobody's to restart
  if (!state?.running || !isOf(service, state.labels)) return undefined;
  return { state, stale: await staleMountsOf(sourceRoot, service, state.pid) };
}

const LABELS = '{{json .Config.Labels}}';

function labelsIn(json: string): Labels {
  return (JSON.parse(json || '{}') as Labels | null) ?? {};
}

/** Whether a container that has a service's name was made for it. */
function isOf({ labels }: Pick<ServiceSpec, 'labels'>, found: Labels): boolean {
  return Object.entries(labels).every(([name, value]) => found[name] === value);
}

/** What the engine starts again by itself, unless a person has stopped it. */
const BY_ITSELF = ['always', 'unless-stopped'];

/**
 * Why a service has no program to restart: somebody has stopped or removed its container, as the end of a sentence about it.
 * @returns undefined where it has one, or the engine does not say
 */
export async function endedBySomebody(service: ServiceSpec): Promise<string | undefined> {
  const { container, restart } = service;
  const { failed, stdout, all } = await runDocker([
    ...['container', 'inspect', '--format', `{{.State.Status}}\t${LABELS}`, container],
  ]);
  if (failed) return /no such container/i.test(all) ? 'was removed by somebody' : undefined;
  const [state, labels = ''] = stdout.trim().split('\t');
  if (!isOf(service, labelsIn(labels))) return `was removed by somebody, and ${container} is not ours`;
  return state === 'exited' && BY_ITSELF.includes(restart)
    ? `was stopped by somebody: docker start ${container}`
    : undefined;
}

/**
 * Stops a container as gently as always and starts it, which also mounts every file again. An engine that does not
 * answer is waited for.
 * @param signal ends the waiting for the engine
 * @returns why it did not start, in the engine's words
 */
export async function restart(container: string, signal: AbortSignal): Promise<string | undefined> {
  const result = await whenAnswered(() => runDocker(['restart', container]), signal);
  return result?.failed ? result.all.trim().replace(/^Error response from daemon: /, '') : undefined;
}

/** What a call of Docker comes to, made again after the engine did not answer; undefined where the signal ended that. */
async function whenAnswered(
  call: () => Promise<CommandResult>,
  signal: AbortSignal,
): Promise<CommandResult | undefined> {
  while (!signal.aborted) {
    const result = await call();
    if (!result.failed || !NO_ENGINE.test(result.all)) return result;
    await engineAnswers(signal);
  }
  return undefined;
}

async function engineAnswers(signal: AbortSignal): Promise<void> {
  do await sleep(1000);
  while (!signal.aborted && (await runDocker(['version'])).failed);
}

/**
 * Waits until a service's own health check succeeds; one without is well when it runs. The engine asks every few seconds; this asks at once and again,
 * in one `docker exec`, for starting one takes longer than most checks.
 */
export async function becomesHealthy(
  { container, healthCheck }: ServiceSpec,
  signal: AbortSignal,
): Promise<boolean> {
  if (!healthCheck) return true;
  // when the engine itself would call it unhealthy
  const patience = healthCheck.startPeriod + healthCheck.interval * healthCheck.retries;
  const loop = [
    `end=$(($(date +%s) + ${patience}))`,
    'until "$@" >/dev/null 2>&1; do [ "$(date +%s)" -lt "$end" ] || exit 1; sleep 0.3; done',
  ].join('; ');
  const [kind, ...test] = healthCheck.test;
  const program = kind === 'CMD-SHELL' ? ['sh', '-c', ...test] : test;
  const args = ['exec', container, 'sh', '-c', loop, 'sh', ...program];
  const result = await whenAnswered(() => runDocker(args, signal), signal);
  return result?.failed === false;
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
