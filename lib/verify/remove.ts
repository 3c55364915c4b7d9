import { listContainers, listNetworks } from '../engine/docker.js';
import { endStacks } from '../engine/end-stack.js';
import { namelessOf } from '../engine/nameless.js';
import { execa } from '../engine/program.js';
import { removeNetworks } from '../engine/remove-networks.js';
import type { Named } from '../model/conventions.js';

/** Removes a whole system with its data and images: its own containers and networks, volumes and images by name. */
export async function removeSystem(system: Named): Promise<void> {
  const { name } = system;
  const nameless = await namelessOf(system);
  const { containers, networks } = await endStacks(system, {
    containers: await listContainers(system),
    networks: await listNetworks(system),
  });
  await remove(
    ['rm', '--force', '--volumes'],
    containers.map(({ id }) => id),
  );
  await removeNetworks(networks.map(({ id }) => id));
  const volumes = await list('volume', 'ls', '--format', '{{.Name}}');
  await remove(
    ['volume', 'rm'],
    volumes.filter((volume) => volume.startsWith(`${name}-`) || nameless.includes(volume)),
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
