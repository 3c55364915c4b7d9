import { setTimeout as delay } from 'node:timers/promises';
import { execa } from './program.js';

const PAUSE_MS = 250;

/**
 * Removes networks. One on which the engine counts a container though none is left (Docker Engine 20.10 miscounts at times
 * when many are removed at once, until its next start) stays, with a warning, as Compose leaves it: the next start takes it.
 * @param patience milliseconds for which a container that is ending may still be on its network
 * @throws ExecaError where a container is on a network, or the engine refuses for another reason
 */
export async function removeNetworks(ids: readonly string[], patience = 5_000): Promise<void> {
  const until = Date.now() + patience;
  await Promise.all(ids.map((id) => removeNetwork(id, until)));
}

async function removeNetwork(id: string, until: number): Promise<void> {
  while (true) {
    const removal = await execa('docker', ['network', 'rm', id], { reject: false });
    if (!removal.failed) return;
    const isHeld = removal.stderr.includes('has active endpoints');
    if (isHeld && Date.now() < until) await delay(PAUSE_MS);
    else if (isHeld && (await isEmpty(id))) return console.warn(leftBehind(id));
    else throw removal;
  }
}

async function isEmpty(id: string): Promise<boolean> {
  const format = '{{len .Containers}}';
  return (await execa('docker', ['network', 'inspect', '--format', format, id])).stdout === '0';
}

const leftBehind = (id: string) =>
  `warning: Docker Engine counts a container on the network ${id.slice(0, 12)}, where none is, and keeps it. Fix: restart the engine, then docker network rm ${id.slice(0, 12)}`;
