import { readDockerfile } from '../disk/context-files.js';
import { SourceTree } from '../disk/source-tree.js';
import { externalImages } from '../dockerfile/dockerfile.js';
import type { BuildSource } from '../model/image.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';

/** Upstream reference → the services that need it, in the order of the services. */
export function requiredImages(root: string, systems: readonly SystemSpec[]): Map<string, string[]> {
  const tree = new SourceTree(root);
  const users = new Map<string, Set<string>>();
  for (const { name, image } of systems.flatMap((system) => system.services)) {
    const references =
      image.kind === 'external' ? [image.upstream] : externalImages(dockerfileText(tree, image.source));
    // what a provider of Compose gives has none
    for (const reference of references.filter((each) => each !== ''))
      users.set(reference, (users.get(reference) ?? new Set()).add(name));
  }
  return new Map([...users].map(([reference, services]) => [reference, [...services]]));
}

function dockerfileText(tree: SourceTree, source: BuildSource): string {
  const dockerfile = readDockerfile(tree, source);
  if ('text' in dockerfile) return dockerfile.text;
  throw new UserError(dockerfile.fault.problem, dockerfile.fault.fix);
}
