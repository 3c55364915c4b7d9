import { describe, expect, it } from 'vitest';
import { renderCompose } from '../../lib/compose/write/render.js';
import type { SystemContext } from '../../lib/construct/definition.js';
import { DockerService } from '../../lib/construct/docker-service.js';
import { nodeGet } from '../../lib/construct/health.js';
import { Job } from '../../lib/construct/job.js';
import { ALL } from '../../lib/construct/left-out.js';
import { type Construct, Stack } from '../../lib/construct/stack.js';
import { describeSystems } from '../../lib/construct/systems.js';
import type { Mode } from '../../lib/model/mode.js';
import { type SystemSpec, startedOf } from '../../lib/model/service-spec.js';
import { drawingOf } from '../../lib/picture/drawing.js';
import { named } from '../conventions.js';

/** `api` needs `migrations`, which need `db`. */
class Shop<M extends Mode> extends Stack<M> {
  constructor(scope: Construct, context: SystemContext<M>) {
    super(scope, context);
    const { mode } = this;
    const healthCheck = nodeGet('/health');
    const db = new DockerService(this, 'db', {
      ...{ mode, image: 'db:1', port: 5432, memory: 64, healthCheck, volumes: { db_data: '/data' } },
    });
    const image = { directory: 'migrations', live: [] };
    const migrations = new Job(this, 'migrations', { mode, needs: [db], image, memory: 64 });
    new DockerService(this, 'api', {
      ...{ mode, needs: [db, migrations], image: 'api:1', port: 80, memory: 64, healthCheck },
    });
  }
}

const systems = () =>
  describeSystems(
    { stacks: { dev: Shop, prod: Shop } },
    {
      ...named('shop'),
      ...{ images: {}, portOffset: 0, developer: '1:1', host: 'localhost' },
      sources: { context: () => ({ digest: '0', stages: [], command: ['sh', 'migrate.sh'] }) },
    },
    ALL,
  );

const jobIn = ({ services }: SystemSpec) =>
  services.find(({ name }) => name === 'migrations') ?? expect.fail('no job');

describe('a job', () => {
  it('is not started again when it has ended, nor reloaded in dev', () => {
    const { dev, prod } = systems();
    for (const system of [dev, prod]) {
      const { job, restart, command, healthCheck } = jobIn(system);
      expect({ job, restart, command, healthCheck }).toEqual({ job: true, restart: 'no' });
    }
  });

  it('is hardened as every service is', () => {
    expect(jobIn(systems().prod)).toMatchObject({
      ...{ user: '65534:65534', readOnlyRoot: true, capabilities: { add: [], drop: ['ALL'] } },
    });
  });

  it('is none of what stays, and runs between what it needs and what needs it', () => {
    const { prod } = systems();
    expect(startedOf(prod).map(({ name }) => name)).toEqual(['db', 'api']);
    const text = renderCompose(prod);
    expect(text).toContain('done: &done {condition: service_completed_successfully}');
    expect(text).toContain('depends_on: {db: *healthy, migrations: *done}');
    expect(text).toContain('restart: "no"');
  });

  it('is drawn as what it is', () => {
    const drawn = drawingOf(systems().prod).services.find(({ name }) => name === 'migrations');
    expect(drawn?.lines).toEqual(['runs once']);
  });
});
