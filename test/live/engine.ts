import { execa } from 'execa';

export { removeSystem } from '../../lib/verify/remove.js';

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
