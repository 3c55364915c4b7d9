import { isDeepStrictEqual } from 'node:util';
import { ReleaseStore } from '../../engine/releases.js';
import { stackServices } from '../../engine/stack.js';
import { systemName } from '../../model/deployment.js';
import { asBuilt } from '../../model/release.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../../model/service-spec.js';
import { UserError } from '../../model/user-error.js';
import { isAlone } from '../../swarm/write/deploy.js';
import { stackFaults } from '../../swarm/write/faults.js';
import { stackSecrets } from '../../swarm/write/secrets.js';
import { imagePrograms, secretValues } from './stack-of.js';
import { newSecrets } from './stack-secrets.js';

/**
 * Checks that Swarm runs a system as it is described; its images are there.
 * @throws UserError with all that it would not
 */
export async function requireStack(system: SystemSpec): Promise<void> {
  const faults = stackFaults(system, await imagePrograms(system));
  if (faults.length === 0) return;
  const lines = faults.map(
    ({ service, problem, fix }) => `${service ?? systemName(system)}: ${problem}; ${fix}`,
  );
  throw new UserError(
    `Swarm does not run this as it is described:\n${lines.join('\n')}`,
    `correct that, or run it by Compose: ${system.conventions.commands.prod}`,
  );
}

/** Says, before a deploy begins, what it replaces and how; nothing where nothing runs. @param root the source root, absolute */
export async function planStack(root: string, system: SystemSpec): Promise<void> {
  const running = new ReleaseStore(root, system).running();
  const there = await stackServices(systemName(system));
  if (!running || there.length === 0) return;
  const secrets = await newSecrets(system, secretValues(root, system));
  for (const line of planLines(running.system, asBuilt(system), secrets)) console.log(line);
}

/** What is replaced, and how. @param secrets those that Swarm does not have yet: who is told of one is replaced */
export function planLines(
  from: SystemSpec,
  to: SystemSpec,
  secrets: ReadonlySet<string> = new Set(),
): string[] {
  // what was kept as a file has another order
  const plain = (service: ServiceSpec): unknown => JSON.parse(JSON.stringify(service));
  const before = new Map(startedOf(from).map((service) => [service.name, plain(service)]));
  const changed = startedOf(to).filter((service) => {
    if (!before.has(service.name)) return false;
    const own = stackSecrets({ services: [service] });
    return (
      own.some(({ name }) => secrets.has(name)) ||
      !isDeepStrictEqual(before.get(service.name), plain(service))
    );
  });
  const line = (title: string, services: readonly ServiceSpec[]) =>
    services.length === 0 ? [] : [`${title}: ${services.map(({ name }) => name).join(', ')}.`];
  return [
    ...line(
      'Replaced without a break, each beside the old one',
      changed.filter((service) => !isAlone(service)),
    ),
    ...line('Stopped first, then started: it does not answer meanwhile', changed.filter(isAlone)),
  ];
}
