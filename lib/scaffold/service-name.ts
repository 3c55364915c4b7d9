import { isName } from '../construct/define-system.js';
import { counted } from '../model/counted.js';
import { systemName } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UsageError } from '../model/user-error.js';

/** The longest name of a host in DNS, and so of a container that others reach by its name. */
const LONGEST = 63;

/** What a stack calls something of its own, in Terraform or in what is shown of it. */
const RESERVED = ['addresses', 'backend', 'docker', 'network', 'order', 'secrets', 'system'];

/** @throws UserError for a name that no service of the system can have, or that one has */
export function requireServiceName(name: string, systems: readonly SystemSpec[]): void {
  if (!isName(name))
    throw new UsageError(
      `"${name}" cannot be a service's name`,
      'use lower-case letters, digits and "-", a letter first',
    );
  if (RESERVED.includes(name))
    throw new UsageError(`"${name}" is a name that every stack uses itself`, `use ${name}-service`);
  for (const system of systems) {
    if (system.services.some((service) => service.name === name))
      throw new UsageError(`a service ${name} already exists`, 'choose another name');
    const container = `${systemName(system)}-${name}`;
    if (container.length > LONGEST)
      throw new UsageError(
        `"${name}" is too long for a container's name`,
        `leave out ${counted(container.length - LONGEST, 'letter')}`,
      );
  }
}

/** `stock-keeper` → `StockKeeper`. */
export function classNameOf(name: string): string {
  return name
    .split(/-+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
