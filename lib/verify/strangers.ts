import type { Engine } from '../model/deployment.js';
import { isOneOff } from '../model/ownership.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';

/** A container that is a system's own by its labels and its name. */
interface Own {
  readonly name: string;
  readonly service: string;
  readonly engine: Engine;
}

/** Whether a container is of a service: Swarm gives each start of it another name. */
export function isOf({ name, container }: Pick<ServiceSpec, 'name' | 'container'>, found: Own): boolean {
  return found.engine === 'swarm' ? found.service === name : found.name === container;
}

/**
 * Those of which a system has no service, any more or yet. What is run once beside a service is none of them, nor is what Compose is
 * just replacing: that has an id before its name.
 */
export function strangersTo<T extends Own>(system: SystemSpec, containers: readonly T[]): T[] {
  return containers.filter(({ name, ...own }) => {
    const found = { ...own, name: name.replace(/^[0-9a-f]{12}_/, '') };
    return !isOneOff(system, found) && !system.services.some((service) => isOf(service, found));
  });
}

/** What is said of one, as the end of a sentence about its service. */
export function describeStranger({ name, service }: Own): string {
  return `container ${name} has the labels of ${service}, but this system has no such container`;
}
