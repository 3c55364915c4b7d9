import { describe, expect, it } from 'vitest';
import { SetAside, type SetAsideActs } from '../../lib/deploy/set-aside.js';
import type { RunningContainer } from '../../lib/engine/docker.js';
import type { Mode } from '../../lib/model/mode.js';
import { serviceSpec, systemSpec } from '../spec.js';

const system = systemSpec('prod', [
  serviceSpec('prod', { name: 'db', kind: 'backing' }),
  serviceSpec('prod', { name: 'api', dependsOn: ['db'] }),
  serviceSpec('prod', { name: 'web', dependsOn: ['api'] }),
]);

const container = (service: string, mode: Mode, state = 'running'): RunningContainer => ({
  ...{ id: `${service}-${mode}`, name: `acme-${service}-${mode}`, service, mode, state },
  ...{ status: 'Up', engine: 'compose' },
});

/** @returns what is set aside, and what the engine does for it, in order */
function aside(...containers: readonly RunningContainer[]) {
  const done: string[] = [];
  const note = (word: string, names: readonly string[]) =>
    void (names.length > 0 && done.push(`${word} ${names.join(' ')}`));
  const idsOf = (holding: { readonly containers: readonly RunningContainer[] }) =>
    holding.containers.map(({ id }) => id);
  const acts: SetAsideActs = {
    stopContainers: async (ids) => note('stop', ids),
    startContainers: async (ids) => note('start', ids),
    untilHealthy: async (_, services) =>
      note(
        'healthy',
        services.map((service) => service.container),
      ),
    remove: async (_, holding) => note('remove', idsOf(holding)),
    takeOver: async (_, holding) => note('take over', idsOf(holding)),
  };
  return { others: new SetAside(system, { containers, networks: [] }, '/project', acts), done };
}

describe('what others hold, while a system is started in their place', () => {
  it('is stopped and kept where it is the other mode, those last that keep the data', async () => {
    const { others, done } = aside(container('db', 'dev'), container('api', 'dev'));
    await others.stop();
    expect(done).toEqual(['stop api-dev', 'stop db-dev']);
  });

  it('goes at once where it has the same names, which others have then', async () => {
    const { others, done } = aside(container('db', 'prod'));
    await others.stop();
    await others.remove();
    expect(others.mode).toBeUndefined();
    expect(done).toEqual(['take over db-prod']);
  });

  it('goes when the system runs in its place', async () => {
    const { others, done } = aside(container('db', 'dev'));
    await others.remove();
    expect(done).toEqual(['take over db-dev']);
  });

  it('runs again, each when what it needs is healthy, after what was started in its place is gone', async () => {
    const { others, done } = aside(...['web', 'db', 'api'].map((service) => container(service, 'dev')));
    expect(others.mode).toBe('dev');
    await others.startAgain(
      { containers: [container('db', 'prod')], networks: [] },
      { limit: 10, log: () => {} },
    );
    expect(done).toEqual([
      'remove db-prod',
      ...['start db-dev', 'healthy acme-db-dev', 'start api-dev', 'healthy acme-api-dev'],
      ...['start web-dev', 'healthy acme-web-dev'],
    ]);
  });

  it('stays stopped where a person had stopped it, and nobody waits for it', async () => {
    const { others, done } = aside(container('web', 'dev'), container('api', 'dev', 'exited'));
    await others.startAgain({ containers: [], networks: [] }, { limit: 10, log: () => {} });
    expect(done).toEqual(['start web-dev', 'healthy acme-web-dev']);
  });

  it('is no mode to return to where none of it ran', () => {
    expect(aside(container('db', 'dev', 'exited')).others.mode).toBeUndefined();
  });
});
