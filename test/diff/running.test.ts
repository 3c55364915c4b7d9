import { describe, expect, it } from 'vitest';
import { diffRunning, type RunningSide } from '../../lib/diff/running.js';
import { renderDiff } from '../../lib/diff/text.js';
import { verdictOf } from '../../lib/diff/verdict.js';
import type { InspectedContainer, InspectedImage } from '../../lib/engine/inspect.js';
import { imageName } from '../../lib/model/image.js';
import type { Mode } from '../../lib/model/mode.js';
import { type ServiceSpec, type SystemSpec, startedOf } from '../../lib/model/service-spec.js';
import { asTold } from '../../lib/synth/told.js';
import { exampleApp } from '../system.js';
import { inspectedOf, SECRETS } from './inspected.js';

const IMAGE: InspectedImage = {
  Id: 'sha256:image',
  Config: { Env: ['PATH=/usr/bin', 'LANG=C'], Cmd: ['serve'], User: 'app', Labels: null },
};

/** A system as it was started, and what is described now. */
function side(ran: SystemSpec, now: SystemSpec, engine: 'compose' | 'terraform' = 'compose'): RunningSide {
  const { mode } = now;
  return {
    system: now,
    sourceRoot: '/src',
    // no container of a job is left
    containers: startedOf(ran).map(({ name, container }) => ({
      ...{ id: name, name: container, mode, service: name, engine, state: 'running', status: 'Up' },
    })),
    inspected: new Map(
      startedOf(ran).map((service): [string, InspectedContainer] => [
        service.name,
        inspectedOf(service, IMAGE, engine),
      ]),
    ),
    images: new Map([
      [IMAGE.Id, IMAGE],
      ...ran.services.map(({ image }): [string, InspectedImage] => [imageName(image), IMAGE]),
    ]),
    secrets: SECRETS,
    startInterval: false,
    behind: new Map(),
  };
}

function said(of: RunningSide): string {
  const diff = diffRunning(of);
  return renderDiff({ diff, verdict: verdictOf(diff), remarks: [] });
}

function changed(system: SystemSpec, service: string, more: Partial<ServiceSpec>): SystemSpec {
  return {
    ...system,
    services: system.services.map((each) => (each.name === service ? { ...each, ...more } : each)),
  } as SystemSpec;
}

const app = exampleApp();

describe.each(['compose', 'terraform'] as const)('what %s started', (engine) => {
  it.each(['dev', 'prod'] as const)('is what is described, in %s', (mode: Mode) => {
    expect(said(side(app[mode], app[mode], engine))).toBe('No differences.');
  });

  it('has drifted where a limit, a mount, a variable or a data volume is another', () => {
    const now = app.dev as SystemSpec;
    const redis = now.services.find(({ name }) => name === 'redis') as ServiceSpec;
    const before = changed(now, 'redis', {
      memory: 64,
      environment: { ...redis.environment, OLD: ['hunter2'] },
      mounts: [{ type: 'volume', volume: 'elsewhere', target: '/data', readOnly: false }],
    });
    const text = said(side(before, now, engine));
    expect(text).not.toContain('hunter2');
    expect(text).toMatchInlineSnapshot(`
      "DATA AT STAKE: 1 data volume no longer mounted. 1 service replaced.

      ! lost data: redis: elsewhere is no longer mounted at /data; what is in it stays there, and is not seen  (dev)

      redis: dev replaced
        ~ data volume /data: elsewhere → opsconductor-redis_data-dev  (dev)
        - environment OLD  (dev)
        ~ limit memory: 64 MiB → 512 MiB  (dev)"
    `);
  });
});

describe('what runs', () => {
  const dev = app.dev as SystemSpec;

  it('has an image of other files, and is then rebuilt', () => {
    const { image } = dev.services.find(({ name }) => name === 'ai-brain') as ServiceSpec;
    if (image.kind !== 'build') throw new Error('ai-brain is built here');
    const before = changed(dev, 'ai-brain', { image: { ...image, tag: 'dev-111111111111' } });
    expect(said(side(before, dev))).toMatchInlineSnapshot(`
      "No data touched. 1 service rebuilt.

      ai-brain: dev rebuilt
        ~ image: localhost/opsconductor/ai-brain:dev-111111111111 → localhost/opsconductor/ai-brain:dev-000000000000  (dev)"
    `);
  });

  it('lacks a service, and has one that is no longer described', () => {
    const without = (name: string): SystemSpec => ({
      ...dev,
      services: dev.services.filter((service) => service.name !== name),
    });
    expect(said(side(without('redis'), without('ollama')))).toMatchInlineSnapshot(`
      "DATA AT STAKE: 1 data volume no longer mounted. 1 service removed, 1 created.

      ! new data: redis: mounts opsconductor-redis_data-dev at /data  (dev)
      ! lost data: ollama: opsconductor-ollama_models-dev is no longer mounted at /root/.ollama; what is in it stays there, and is not seen  (dev)

      redis: dev created
        + data volume /data: opsconductor-redis_data-dev  (dev)
        + image: redis:7-alpine  (dev)

      ollama: dev removed
        - data volume /root/.ollama: opsconductor-ollama_models-dev  (dev)"
    `);
  });

  it('has not read a file that was edited since, and is then restarted', () => {
    const behind = new Map([['ai-brain', ['ai-brain/main_clean.py']]]);
    expect(said({ ...side(dev, dev), behind })).toMatchInlineSnapshot(`
      "No data touched. 1 service restarted.

      ai-brain: dev restarted
        ~ live files: ai-brain/main_clean.py  (dev)"
    `);
  });

  it('has a tag that was given to another image since', () => {
    const of = side(dev, dev);
    const images = new Map([...of.images, ['redis:7-alpine', { ...IMAGE, Id: 'sha256:newer' }]]);
    expect(said({ ...of, images })).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      redis: dev replaced
        ~ image redis:7-alpine: image → newer  (dev)"
    `);
  });

  it('has a secret of another value, which is not shown', () => {
    const of = side(dev, dev);
    const text = said({ ...of, secrets: { ...SECRETS, POSTGRES_PASSWORD: 'another' } });
    expect(text).not.toMatch(/another[^ ]|secret-/);
    expect(text).toContain('~ environment DB_PASSWORD is another');
  });
});

describe('what only Compose is told', () => {
  const COMPOSE = { shm_size: '64m', volumes: ['./site:/site'] };
  const alone = {
    ...app.dev,
    services: app.dev.services.filter(({ name }) => name === 'redis'),
  } as SystemSpec;
  const plain = changed(alone, 'redis', { compose: COMPOSE, plain: true });
  const told = asTold(plain, '/src');
  const hashed = (now: SystemSpec, hash: string): RunningSide => {
    const of = side(told, now);
    const [id = '', container] = [...of.inspected][0] ?? [];
    if (!container) throw new Error('no container');
    const Labels = { ...container.Config.Labels, 'com.docker.compose.config-hash': 'then' };
    const inspected = new Map([[id, { ...container, Config: { ...container.Config, Labels } }]]);
    return { ...of, inspected, composeHashes: new Map([['redis', hash]]) };
  };

  it('is no drift where it is as it was', () => {
    expect(said(hashed(told, 'then'))).toBe('No differences.');
  });

  it('has drifted where Compose itself would replace the container', () => {
    expect(said(hashed(told, 'now'))).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      redis: dev replaced
        ~ Compose shm_size, volumes: as it was started → as it is described  (dev)"
    `);
  });

  it('is told as a mount where it is one', () => {
    const now = changed(plain, 'redis', { compose: { volumes: ['./site:/site:ro'] } });
    expect(said(hashed(asTold(now, '/src'), 'now'))).toMatchInlineSnapshot(`
      "No data touched. 1 service replaced.

      redis: dev replaced
        ~ mount /site: site, writable → site, read-only  (dev)"
    `);
  });
});
