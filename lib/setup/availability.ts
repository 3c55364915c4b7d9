import { execa } from 'execa';
import { imageExists } from '../engine/docker.js';
import type { ImageMap } from '../model/image.js';

const REGISTRY_MS = 8_000;

/**
 * The references that can be had neither from the engine nor from a registry, in their order.
 *
 * All are asked at once, each for at most 8 s. It is Docker's CLI that asks the registry: one that only the engine
 * can reach (a mirror or certificates of its own) counts as not answering.
 *
 * @param references upstream names: `redis:7-alpine`
 * @param map upstream name → the name that is really used @default {} - the upstream names are used
 */
export async function unavailable(references: readonly string[], map: ImageMap = {}): Promise<string[]> {
  const available = await Promise.all(
    references.map((reference) => isAvailable(map[reference] ?? reference)),
  );
  return references.filter((_, index) => !available[index]);
}

async function isAvailable(name: string): Promise<boolean> {
  if (await imageExists(name)) return true;
  // Own images: the engine has them or nobody.
  if (name.startsWith('localhost/')) return false;
  const options = { reject: false, timeout: REGISTRY_MS, stdin: 'ignore' } as const;
  return !(await execa('docker', ['manifest', 'inspect', name], options)).failed;
}
