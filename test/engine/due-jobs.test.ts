import { describe, expect, it } from 'vitest';
import { doneJobs, forgetJobs, noteJob } from '../../lib/disk/job-note.js';
import { contentOf, dueOf } from '../../lib/engine/due-jobs.js';
import { asBuilt } from '../../lib/model/release.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { plant } from '../disk/tree.js';
import { built, serviceSpec, systemSpec, volume } from '../spec.js';

const THERE = new Set(['acme-data']);

function system(job: Partial<ServiceSpec> = {}) {
  return systemSpec<'dev' | 'prod'>('prod', [
    serviceSpec<'dev' | 'prod'>('prod', { name: 'db', mounts: [volume('acme-data')] }),
    serviceSpec<'dev' | 'prod'>('prod', { name: 'migrations', job: true, dependsOn: ['db'], ...job }),
  ]);
}

const done = (
  of: ReturnType<typeof system>,
  volumes: Record<string, string> = { 'acme-data': '2030-01-01T00:00:00Z' },
) => ({
  ...{ job: 'migrations', content: contentOf(of, 'migrations'), at: '2030-01-01T00:00:01Z', volumes },
});
const names = (services: readonly ServiceSpec[]) => services.map(({ name }) => name);

describe('a job', () => {
  it('is due until it has ended well', () => {
    expect(names(dueOf(system(), [], THERE))).toEqual(['migrations']);
    expect(dueOf(system(), [done(system())], THERE)).toEqual([]);
  });

  it('is due again with another image or command, and not with an earlier one that has run', () => {
    const newer = system({ command: ['sh', '/migrate.sh', '--all'] });
    expect(names(dueOf(newer, [done(system())], THERE))).toEqual(['migrations']);
    expect(dueOf(system(), [done(system()), done(newer)], THERE)).toEqual([]);
  });

  it('is due again on new data, for what it did is gone with the old', () => {
    expect(names(dueOf(system(), [done(system())], new Set()))).toEqual(['migrations']);
    expect(names(dueOf(system(), [done(system(), { 'acme-old': 'then' })], THERE))).toEqual(['migrations']);
    const root = plant();
    noteJob(root, system(), done(system()));
    forgetJobs(root, system(), ['acme-other']);
    expect(dueOf(system(), doneJobs(root, system()), THERE)).toEqual([]);
    forgetJobs(root, system(), ['acme-data']);
    expect(names(dueOf(system(), doneJobs(root, system()), THERE))).toEqual(['migrations']);
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
