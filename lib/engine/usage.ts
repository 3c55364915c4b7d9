import { runDocker } from './command.js';

/** What a container takes of the machine, as the engine says it. */
export interface Usage {
  /** `0.15%` of one processor. */
  readonly cpu: string;
  /** `12.3MiB / 256MiB` */
  readonly memory: string;
  /** `4.80%` of what it may have. */
  readonly memoryShare: string;
}

/** Name → what it takes, of containers that run. Takes the engine two seconds. Empty where it does not say. */
export async function usageOf(
  containers: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Usage>> {
  if (containers.length === 0) return new Map();
  const format = '{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}';
  const { stdout } = await runDocker(['stats', '--no-stream', '--format', format, ...containers], signal);
  return usageIn(stdout);
}

/** A line of what the engine prints for each container; one that has just ended has dashes. */
export function usageIn(output: string): Map<string, Usage> {
  return new Map(
    output.split('\n').flatMap((line): [string, Usage][] => {
      const [name = '', cpu = '', memory = '', memoryShare = ''] = line.split('\t');
      return /^[\d.]+%$/.test(cpu) ? [[name, { cpu, memory, memoryShare }]] : [];
    }),
  );
}
