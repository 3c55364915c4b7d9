import type { Finding } from '../model/finding.js';
import type { SystemSpec } from '../model/service-spec.js';
import { knownDependencies } from './known-dependencies.js';
import { noBindInProd } from './no-bind-in-prod.js';
import { noWholeDirectory } from './no-whole-directory.js';
import type { Rule } from './rule.js';
import { separateVolumes } from './separate-volumes.js';
import { sharedIsMounted } from './shared-is-mounted.js';
import { uniqueHostPorts } from './unique-host-ports.js';
import { uniqueTargets } from './unique-targets.js';

export const RULES: readonly Rule[] = [
  knownDependencies,
  noBindInProd,
  noWholeDirectory,
  sharedIsMounted,
  uniqueHostPorts,
  uniqueTargets,
];

/** Everything that is wrong with one system, in the order of the rules. */
export function checkSystem(system: SystemSpec): Finding[] {
  return RULES.flatMap((rule) =>
    'checkSystem' in rule
      ? rule.checkSystem(system).map(({ service, ...claim }) => ({
          rule: rule.id,
          where: service ? `${system.mode}/${service}` : system.mode,
          ...claim,
        }))
      : system.services.flatMap((service) =>
          rule.checkService(service).map((claim) => ({
            rule: rule.id,
            where: `${system.mode}/${service.name}`,
            ...claim,
          })),
        ),
  );
}

/** Both systems, and what holds between them. */
export function check(dev: SystemSpec<'dev'>, prod: SystemSpec<'prod'>): Finding[] {
  return [...checkSystem(dev), ...checkSystem(prod), ...separateVolumes(dev, prod)];
}
