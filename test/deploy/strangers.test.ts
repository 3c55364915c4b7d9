import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteOwner } from '../../lib/deploy/data-owner.js';
import { refuseGuests, refuseStrangers, refuseStrangersInProject } from '../../lib/deploy/strangers.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('dev', [serviceSpec('dev', { mounts: [volume('acme-data-dev')] })]);
const OTHER_NAME =
  'run this system under another name: OPSCONDUCTOR_NAME=second OPSCONDUCTOR_PORT_OFFSET=10000';

/** As `docker … ls` prints it: id, name, mode, service, system, spec, project, config hash. */
const line = (name: string, ...labels: readonly string[]) => [`id-${name}`, name, ...labels].join('\t');
const OWN = line('acme-api-dev', 'dev', 'api', 'acme', '', 'acme-dev', 'hash');

interface Has {
  readonly containers?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  /** Those that use whatever volume or network is asked about. */
  readonly users?: readonly string[];
}

/** An engine that has this and nothing else. */
function engineHas({ containers = [], networks = [], volumes = [], users = [] }: Has): void {
  const bin = plant({
    docker: `#!/bin/sh
case "$*" in
  *volume=* | *network=*) file=users ;;
  ps*) file=containers ;;
  network*) file=networks ;;
  *) file=volumes ;;
esac
cat "$(dirname "$0")/$file"
`,
    ...{ containers: containers.join('\n'), networks: networks.join('\n') },
    ...{ volumes: volumes.join('\n'), users: users.join('\n') },
  });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
}

beforeEach(() => vi.stubEnv('XDG_CONFIG_HOME', plant()));
afterEach(() => vi.unstubAllEnvs());

describe('before anything is ended, a start is refused', () => {
  const started = (has: Has, engine: 'compose' | 'terraform' = 'compose') => {
    engineHas(has);
    return refuseStrangers(system, engine, false);
  };

  it.each(['compose', 'terraform'] as const)('by %s for the names of others', async (engine) => {
    const has = { containers: [line('acme-api-dev', 'dev', 'api', 'acme')], networks: [line('acme-dev')] };
    await expect(started(has, engine)).rejects.toMatchObject({
      message: 'container acme-api-dev, network acme-dev are not ours, and have names that this system needs',
      fix: `remove or rename them, or ${OTHER_NAME}`,
    });
  });

  it('for the container of somebody else’s Compose project of the same name, which Terraform does not end', async () => {
    const has = { containers: [OWN, line('db', '', '', '', '', 'acme-dev', 'hash')] };
    await expect(started(has)).rejects.toMatchObject({
      message: 'container db is not ours, and would be ended with Compose project acme-dev',
      fix: `run it under another project's name, or ${OTHER_NAME}`,
    });
    await expect(started(has, 'terraform')).resolves.toBeUndefined();
  });

  it('for a container of its own that somebody has renamed, with the command that takes that back', async () => {
    const renamed = line('mine', 'dev', 'api', 'acme', '', 'acme-dev', 'hash');
    const refusal = {
      message: 'acme-api-dev was renamed to mine',
      fix: 'docker rename mine acme-api-dev',
    };
    await expect(started({ containers: [renamed, OWN] })).rejects.toMatchObject({
      message: 'container mine is not ours, and would be ended with Compose project acme-dev',
    });
    await expect(started({ containers: [renamed] })).rejects.toMatchObject(refusal);
    await expect(refuseStrangersInProject(system)).rejects.toMatchObject(refusal);
    engineHas({ users: [renamed] });
    await expect(refuseGuests(system, [{ id: 'n', name: 'acme-dev' }])).rejects.toMatchObject(refusal);
  });

  it('for a data volume of which nobody knows whose it is, unless it is taken', async () => {
    const volumes = [line('acme-data-dev')];
    await expect(started({ volumes })).rejects.toMatchObject({
      message: 'nobody knows whose data is in the volume acme-data-dev',
      fix: `if it is this system's: OPSCONDUCTOR_ADOPT=1 takes it; if not: ${OTHER_NAME}`,
    });
    await expect(refuseStrangers(system, 'compose', true)).resolves.toBeUndefined();
  });

  it('for nothing that is its own, or has nothing to do with it', async () => {
    const containers = [
      OWN,
      line('adoring_hopper', 'dev', 'api', 'acme'),
      line('acme', '', '', '', '', 'acme'),
    ];
    const networks = [line('acme-dev', 'dev', '', 'acme', '', 'acme-dev'), line('bridge')];
    const volumes = [line('acme-data-dev', 'dev', '', 'acme'), line('other')];
    await expect(started({ containers, networks, volumes })).resolves.toBeUndefined();
  });

  it('not for data without a label that one of its containers uses, or that a start has used', async () => {
    const volumes = [line('acme-data-dev')];
    await expect(started({ containers: [OWN], volumes, users: [OWN] })).resolves.toBeUndefined();
    await noteOwner('/first', system);
    await expect(started({ volumes })).resolves.toBeUndefined();
  });
});

describe('a stop is refused', () => {
  it('for what would be ended too', async () => {
    engineHas({
      containers: [OWN, line('db', '', '', '', '', 'acme-dev', 'hash')],
      networks: [line('acme-dev_default', '', '', '', '', 'acme-dev')],
    });
    await expect(refuseStrangersInProject(system)).rejects.toMatchObject({
      message:
        'container db, network acme-dev_default are not ours, and would be ended with Compose project acme-dev',
    });
  });

  it('for a container of others on the network that goes', async () => {
    engineHas({ users: [OWN, line('adoring_hopper', 'dev', 'api', 'acme')] });
    await expect(refuseGuests(system, [{ id: 'n', name: 'acme-dev' }])).rejects.toMatchObject({
      message: 'container adoring_hopper is not ours, and is on network acme-dev, which has to go',
      fix: 'docker network disconnect acme-dev adoring_hopper',
    });
  });

  it('for nothing else', async () => {
    engineHas({ containers: [OWN], users: [OWN] });
    await expect(refuseStrangersInProject(system)).resolves.toBeUndefined();
    await expect(refuseGuests(system, [{ id: 'n', name: 'acme-dev' }])).resolves.toBeUndefined();
  });
});
