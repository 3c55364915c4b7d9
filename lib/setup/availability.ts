import { imageExists } from '../engine/docker.js';
import { lastLines } from '../engine/last-lines.js';
import { execaLong as execa } from '../engine/program.js';
import type { ImageMap } from '../model/image.js';

const REGISTRY_MS = 8_000;

/** An image that can be had neither from the engine nor from a registry. */
export interface MissingImage {
  /** Its upstream name: `redis:7-alpine`. */
  readonly image: string;
  /** What docker says of it. */
  readonly because: string;
}

/**
 * The references that can be had neither from the engine nor from a registry, in their order.
 *
 * All are asked at once, each for at most 8 s. It is Docker's CLI that asks the registry: one that only the engine
 * can reach (a mirror or certificates of its own) counts as not answering.
 *
 * @param references upstream names: `redis:7-alpine`
 * @param map upstream name → the name that is really used @default {} - the upstream names are used
 */
export async function missingImages(
  references: readonly string[],
  map: ImageMap = {},
): Promise<MissingImage[]> {
  const found = await Promise.all(
    references.map(async (image) => ({ image, because: await problemOf(map[image] ?? image) })),
  );
  return found.flatMap(({ image, because }) => (because === undefined ? [] : [{ image, because }]));
}

/** The same without what docker says. */
export async function unavailable(references: readonly string[], map: ImageMap = {}): Promise<string[]> {
  return (await missingImages(references, map)).map(({ image }) => image);
}

async function problemOf(name: string): Promise<string | undefined> {
  if (await imageExists(name)) return undefined;
  // Own images: the engine has them or nobody.
  if (name.startsWith('localhost/')) return 'it was built on this machine, and is gone';
  const options = { reject: false, timeout: REGISTRY_MS, stdin: 'ignore' } as const;
  const { failed, timedOut, stderr } = await execa('docker', ['manifest', 'inspect', name], options);
  if (!failed) return undefined;
  return timedOut ? `no answer within ${REGISTRY_MS / 1000} s` : lastLines(String(stderr), 1);
}
