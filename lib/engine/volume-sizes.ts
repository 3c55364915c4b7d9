import { runDocker } from './command.js';

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
