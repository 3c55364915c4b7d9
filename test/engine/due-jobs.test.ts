import { describe, expect, it } from 'vitest';
import { contentOf, dueOf } from '../../lib/engine/due-jobs.js';
import { asBuilt } from '../../lib/model/release.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { built, serviceSpec, systemSpec, volume } from '../spec.js';

const TIMES = new Map([['acme-data', '2030-01-01T00:00:00Z']]);

function system(job: Partial<ServiceSpec> = {}) {
  return systemSpec<'dev' | 'prod'>('prod', [
    serviceSpec<'dev' | 'prod'>('prod', { name: 'db', mounts: [volume('acme-data')] }),
    serviceSpec<'dev' | 'prod'>('prod', { name: 'migrations', job: true, dependsOn: ['db'], ...job }),
  ]);
}

const done = (of: ReturnType<typeof system>, volumes = Object.fromEntries(TIMES)) => ({
  ...{ job: 'migrations', content: contentOf(of, 'migrations'), at: '2030-01-01T00:00:01Z', volumes },
});
const names = (services: readonly ServiceSpec[]) => services.map(({ name }) => name);

describe('a job', () => {
  it('is due until it has ended well', () => {
    expect(names(dueOf(system(), [], TIMES))).toEqual(['migrations']);
    expect(dueOf(system(), [done(system())], TIMES)).toEqual([]);
  });

  it('is due again with another image or command, and not with an earlier one that has run', () => {
    const newer = system({ command: ['sh', '/migrate.sh', '--all'] });
    expect(names(dueOf(newer, [done(system())], TIMES))).toEqual(['migrations']);
    expect(dueOf(system(), [done(system()), done(newer)], TIMES)).toEqual([]);
  });

  it('is due again on new data, for what it did is gone with the old', () => {
    const later = new Map([['acme-data', '2030-02-01T00:00:00Z']]);
    expect(names(dueOf(system(), [done(system())], later))).toEqual(['migrations']);
    expect(names(dueOf(system(), [done(system())], new Map()))).toEqual(['migrations']);
  });

  it('is the same as described and as a release has it', () => {
    const described = system({ image: built('migrations') as unknown as ServiceSpec['image'] });
    const released = asBuilt(described);
    const services = released.services.map(
      (service) => Object.fromEntries(Object.entries(service).reverse()) as typeof service,
    );
    expect(contentOf({ ...released, services }, 'migrations')).toBe(contentOf(described, 'migrations'));
  });
});
