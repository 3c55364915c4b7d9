import type { SystemSpec } from '../model/service-spec.js';
import { runsBySwarm } from '../model/swarm.js';
import { secretsRead } from '../swarm/write/program.js';
import type { WhatRuns } from './what-runs.js';

/** The paths of secrets in each service's container, which are no mounts: what is run like it needs them, too. */
export function secretPaths(
  { services }: Pick<SystemSpec, 'services'>,
  { containers }: Pick<WhatRuns, 'containers'>,
): (service: string) => readonly string[] {
  const isSwarms = runsBySwarm(containers);
  return (service) => {
    const spec = services.find(({ name }) => name === service);
    // there a shell reads what its variables have of secrets
    return spec ? [...Object.keys(spec.secretFiles), ...(isSwarms ? secretsRead(spec) : [])] : [];
  };
}
