import { execa } from 'execa';

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

/** Containers and networks by label; volumes and images by name, for Terraform's volumes carry no label. */
export async function removeSystem(name: string): Promise<void> {
  const label = ['--filter', `label=io.opsconductor.system=${name}`];
  const each = async (ids: readonly string[], ...command: readonly string[]) => {
    if (ids.length > 0) await docker(...command, ...ids);
  };
  await each(lines(await docker('ps', '--all', '--quiet', ...label)), 'rm', '--force', '--volumes');
  await each(lines(await docker('network', 'ls', '--quiet', ...label)), 'network', 'rm');
  await each(await volumesOf(name), 'volume', 'rm');
  const images = lines(await docker('images', '--format', '{{.Repository}}:{{.Tag}}'));
  // by name and never by id: an id may carry somebody else's name too
  await each(
    images.filter((image) => image.startsWith(`localhost/${name}/`)),
    'rmi',
  );
}
