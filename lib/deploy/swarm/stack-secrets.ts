import { isDigestOf, secretDigest } from '../../disk/data-note.js';
import { createSwarmSecret, swarmSecrets } from '../../engine/swarm-secrets.js';
import type { Deployment } from '../../model/deployment.js';

/** What Swarm keeps for a system, once its secrets are as they are to be. */
export interface KeptSecrets {
  /** Secret → as Swarm calls the one with its value. */
  readonly names: ReadonlyMap<string, string>;
  /** Those of other values, as Swarm calls them: they may go when no service has one any more. */
  readonly stale: readonly string[];
}

/**
 * Gives Swarm the secrets of a system that it does not have. One whose value has changed is another one, for Swarm's never change.
 * @param values secret → value
 */
export async function keepSecrets(
  deployment: Deployment,
  values: Readonly<Record<string, string>>,
): Promise<KeptSecrets> {
  const kept = await swarmSecrets(deployment);
  const names = new Map<string, string>();
  for (const [secret, value] of Object.entries(values)) {
    const there = kept.find((each) => each.secret === secret && isDigestOf(each.digest, value));
    const name = there?.name ?? (await createSwarmSecret(deployment, secret, value, secretDigest(value)));
    names.set(secret, name);
  }
  const current = new Set(names.values());
  return { names, stale: kept.flatMap(({ name }) => (current.has(name) ? [] : [name])) };
}

/** Those of a system's secrets that Swarm does not have with their value yet. */
export async function newSecrets(
  deployment: Deployment,
  values: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const kept = await swarmSecrets(deployment);
  const isKept = ([secret, value]: readonly [string, string]) =>
    kept.some((each) => each.secret === secret && isDigestOf(each.digest, value));
  return new Set(Object.entries(values).flatMap((each) => (isKept(each) ? [] : [each[0]])));
}
