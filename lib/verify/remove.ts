import { execa } from 'execa';
import type { Named } from '../model/conventions.js';
import { labelNames } from '../model/labels.js';

/** Removes a whole system with its data and images: containers and networks by label, volumes and images by name. */
export async function removeSystem({ name, conventions }: Named): Promise<void> {
  const label = ['--filter', `label=${labelNames(conventions).system}=${name}`];
  await remove(['rm', '--force', '--volumes'], await list('ps', '--all', '--quiet', ...label));
  await remove(['network', 'rm'], await list('network', 'ls', '--quiet', ...label));
  const volumes = await list('volume', 'ls', '--format', '{{.Name}}');
  await remove(
    ['volume', 'rm'],
    volumes.filter((volume) => volume.startsWith(`${name}-`)),
  );
  const images = await list('images', '--format', '{{.Repository}}:{{.Tag}}');
  await remove(
    ['rmi'],
    images.filter((image) => image.startsWith(`localhost/${name}/`)),
  );
}

async function list(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await execa('docker', args);
  return stdout.split('\n').filter((line) => line !== '');
}

async function remove(command: readonly string[], names: readonly string[]): Promise<void> {
  if (names.length > 0) await execa('docker', [...command, ...names]);
}
