import { environmentName, type Named } from './conventions.js';
import { type Deployment, type Engine, systemName } from './deployment.js';
import type { ServiceSpec } from './service-spec.js';

/** By which `docker stack` knows what it has made: the stack's name. Source: docker/cli, cli/compose/convert. */
export const STACK_LABEL = 'com.docker.stack.namespace';

/** Whether Swarm is who made any of these. */
export function runsBySwarm(made: readonly { readonly engine?: Engine | undefined }[]): boolean {
  return made.some(({ engine }) => engine === 'swarm');
}

/** The registry that a swarm of several nodes has the system's own images from: `registry.example.com:5000`. */
export function registryVariable({ conventions }: Named): string {
  return environmentName(conventions, 'REGISTRY');
}

/** The label of the nodes that have a system's data volumes: what keeps data runs nowhere else. */
export function dataNodeLabel({ name, conventions }: Named): {
  readonly label: string;
  readonly value: string;
} {
  return { label: `${conventions.labelPrefix}.data.${name}`, value: 'here' };
}

/** The stack's name: that of the Compose project and the network. */
export function stackName(system: Deployment): string {
  return systemName(system);
}

/** A service as Swarm calls it: `shop-prod_api`. */
export function swarmService(system: Deployment, { name }: Pick<ServiceSpec, 'name'>): string {
  return `${stackName(system)}_${name}`;
}

/** What own images, and local base images, are called where no registry has them. */
const LOCAL = 'localhost/';

/** Whether a node's image is one of here, whichever registry it came by. */
export function isNodesImage(found: string, reference: string): boolean {
  if (!reference.startsWith(LOCAL)) return found === reference;
  return found === reference || found.endsWith(`/${reference.slice(LOCAL.length)}`);
}

/**
 * An image as the nodes call it: one that no public registry has comes from the swarm's own, if it has one.
 * @param reference as it is called here: `localhost/shop/api:prod-1f…`
 * @param registry empty on a swarm of one node
 */
export function nodesImage(reference: string, registry: string): string {
  if (registry === '' || !reference.startsWith(LOCAL)) return reference;
  return `${registry}/${reference.slice(LOCAL.length)}`;
}
