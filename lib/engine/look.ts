import type { Standing } from '../model/container-state.js';
import { runDocker } from './command.js';

/** How a container stands, and since when. */
export interface Look extends Standing {
  readonly restarts: number;
  /** What tells one start of it from another. */
  readonly startedAt: string;
  /** Its first process by the engine's number; 0 for none. */
  readonly pid: number;
}

/** What a container has done until now. */
export interface ContainerWork {
  /** Seconds of CPU time of its own processes, without health checks; undefined where that cannot be told. */
  readonly cpu: number | undefined;
  /** Its last lines. */
  readonly log: readonly string[];
}

interface State {
  readonly Status: string;
  readonly Pid: number;
  readonly ExitCode: number;
  readonly StartedAt: string;
  readonly Health?: { readonly Status: string };
}

/** How containers stand, by their names; those that are not there are left out. */
export async function lookAt(containers: readonly string[]): Promise<Map<string, Look>> {
  if (containers.length === 0) return new Map();
  const format = '{{slice .Name 1}}\t{{.RestartCount}}\t{{json .State}}';
  const { stdout } = await runDocker(['container', 'inspect', '--format', format, ...containers]);
  const looks = stdout.split('\n').flatMap((line): [string, Look][] => {
    const [name = '', restarts = '', json] = line.split('\t');
    if (json === undefined) return [];
    const { Status, Pid, ExitCode, StartedAt, Health } = JSON.parse(json) as State;
    const look = { state: Status, health: Health?.Status, restarts: Number(restarts), pid: Pid };
    return [[name, { ...look, exitCode: ExitCode, startedAt: StartedAt }]];
  });
  return new Map(looks);
}

/** What a running container has done until now. */
export async function workOf(container: string, { pid }: Look): Promise<ContainerWork> {
  const [top, logs] = await Promise.all([
    runDocker(['top', container, '-eo', 'pid,ppid,cputimes']),
    runDocker(['logs', '--tail', '200', container]),
  ]);
  return { cpu: top.failed ? undefined : cpuOf(top.stdout, pid), log: logs.all.split('\n') };
}

/**
 * The CPU time of a process and all that descends from it. What the engine runs for a health check has another parent.
 * @param table lines of pid, ppid, seconds, below a head
 */
export function cpuOf(table: string, first: number): number {
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number =>
    rows.reduce(
      (sum, [pid, ppid, seconds]) => (ppid === parent ? sum + (seconds ?? 0) + below(pid ?? 0) : sum),
      0,
    );
  return below(first) + (rows.find(([pid]) => pid === first)?.[2] ?? 0);
}
