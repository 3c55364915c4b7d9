import { externalImages } from '../model/dockerfile.js';
import type { SystemSpec } from '../model/service-spec.js';
import { readDockerfile } from './context.js';

/** Upstream reference → the services that need it, in the order of the services. */
export function requiredImages(root: string, systems: readonly SystemSpec[]): Map<string, string[]> {
  const users = new Map<string, Set<string>>();
  for (const { name, image } of systems.flatMap((system) => system.services)) {
    const references =
      image.kind === 'external' ? [image.upstream] : externalImages(readDockerfile(root, image.source));
    for (const reference of references) users.set(reference, (users.get(reference) ?? new Set()).add(name));
  }
  return new Map([...users].map(([reference, services]) => [reference, [...services]]));
}
