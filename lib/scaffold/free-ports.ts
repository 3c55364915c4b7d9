import type { PortProps } from '../construct/description.js';
import type { ServiceSpec } from '../model/service-spec.js';

/** The ports of a service in a system that has none yet. */
const FIRST = { container: 8000, host: 8100 };
const LAST = 65535;

/** The next ports after those of the applications in their containers, and after those of everybody on the host. */
export function freePorts(services: readonly ServiceSpec[]): Required<PortProps> {
  const applications = services.filter(({ kind }) => kind === 'application');
  return {
    container: next(
      applications.flatMap(({ port }) => port ?? []),
      FIRST.container,
    ),
    host: next(
      services.flatMap(({ published }) => published.map(({ host }) => host)),
      FIRST.host,
    ),
  };
}

function next(used: readonly number[], first: number): number {
  let port = used.length === 0 ? first : Math.max(...used) + 1;
  if (port > LAST) port = first;
  while (used.includes(port)) port++;
  return port;
}
