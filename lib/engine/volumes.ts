import { execa } from 'execa';
import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { lastLines } from './last-lines.js';

/** Removes data for good. @throws UserError naming what the engine keeps, because a container uses it */
export async function removeVolumes(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { exitCode, stderr } = await execa('docker', ['volume', 'rm', ...names], { reject: false });
  if (exitCode !== 0) throw new UserError(lastLines(stderr, 1));
}

/** Container → the volumes that it mounts; those that are not there are left out. */
export async function volumesOfContainers(names: readonly string[]): Promise<Map<string, string[]>> {
  if (names.length === 0) return new Map();
  const format = '{{slice .Name 1}}\t{{range .Mounts}}{{.Name}} {{end}}';
  const { stdout } = await runDocker(['container', 'inspect', '--format', format, ...names]);
  return new Map(
    stdout.split('\n').flatMap((line): [string, string[]][] => {
      const [name = '', volumes] = line.split('\t');
      return volumes === undefined ? [] : [[name, volumes.trim().split(' ')]];
    }),
  );
}

/** Volume → when the engine made it; those that are not there are left out. */
export async function volumeTimes(names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const format = '{{.Name}}\t{{.CreatedAt}}';
  // those that are there are said, whatever the others are
  const { stdout } = await runDocker(['volume', 'inspect', '--format', format, ...new Set(names)]);
  return new Map(
    stdout.split('\n').flatMap((line): [string, string][] => {
      const [name = '', at] = line.split('\t');
      return at === undefined ? [] : [[name, at]];
    }),
  );
}

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** Volume → its size in bytes. Empty where the engine does not say. */
export async function volumeSizes(): Promise<ReadonlyMap<string, number>> {
  const { failed, stdout } = await runDocker(['system', 'df', '--verbose', '--format', '{{json .Volumes}}']);
  if (failed) return new Map();
  const volumes = JSON.parse(stdout) as readonly { readonly Name: string; readonly Size: string }[];
  return new Map(volumes.map(({ Name, Size }) => [Name, bytesOf(Size)]));
}

/** `48.2MB` → 48200000. */
function bytesOf(size: string): number {
  const [, number = '0', unit = 'B'] = /^([\d.]+)([kMGT]?B)$/.exec(size) ?? [];
  return Math.round(Number(number) * (UNITS[unit] ?? 1));
}
