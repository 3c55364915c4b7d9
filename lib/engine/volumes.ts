import { UserError } from '../model/user-error.js';
import { runDocker } from './command.js';
import { inspectRows } from './inspect-rows.js';
import { lastLines } from './last-lines.js';
import { execa } from './program.js';

/** Removes data for good. @throws UserError naming what the engine keeps, because a container uses it */
export async function removeVolumes(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { exitCode, stderr } = await execa('docker', ['volume', 'rm', ...names], { reject: false });
  if (exitCode !== 0) throw new UserError(lastLines(stderr, 1));
}

/** Container → the volumes that it mounts; those that are not there are left out. */
export async function volumesOfContainers(names: readonly string[]): Promise<Map<string, string[]>> {
  const fields = ['{{slice .Name 1}}', '{{range .Mounts}}{{.Name}} {{end}}'];
  const rows = await inspectRows('container', names, fields);
  return new Map(rows.map(([name = '', volumes = '']) => [name, volumes.trim().split(' ')]));
}

/** Those of some volumes that are there. When one was made is not asked: Engine 20.10 says when its content last changed. */
export async function volumesThere(names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await inspectRows('volume', names, ['{{.Name}}']);
  return new Set(rows.map(([name = '']) => name));
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
