import { execa } from 'execa';
import { removeSystem as remove } from '../../lib/verify/remove.js';
import { named } from '../conventions.js';

/** Removes a whole system with its data and images. */
export function removeSystem(name: string): Promise<void> {
  return remove(named(name));
}

export async function docker(...args: readonly string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Volumes by name, for Terraform's carry no label. */
export async function volumesOf(name: string): Promise<string[]> {
  const all = lines(await docker('volume', 'ls', '--format', '{{.Name}}'));
  return all.filter((volume) => volume.startsWith(`${name}-`)).sort();
}
