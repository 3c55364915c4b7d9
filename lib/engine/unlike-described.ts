import type { SystemSpec } from '../model/service-spec.js';
import { changedByHand } from './by-hand.js';
import { earlierSecrets } from './earlier-secrets.js';

/**
 * What containers have that is not as their services are described, and that nothing due would show.
 * @param root the source root, absolute
 * @returns container → that, as ends of a sentence about its service
 */
export async function unlikeDescribed(
  root: string,
  system: SystemSpec,
): Promise<(container: string) => string[]> {
  const all = await Promise.all([changedByHand(system), earlierSecrets(root, system)]);
  return (container) => all.flatMap((each) => each.get(container) ?? []);
}
