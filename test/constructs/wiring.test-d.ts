import { describe, expectTypeOf, it } from 'vitest';
import { AiBrain, type AiBrainProps } from '../../constructs/ai-brain.js';
import { AssetService } from '../../constructs/asset-service.js';
import type { AutomationService } from '../../constructs/automation-service.js';
import { Frontend } from '../../constructs/frontend.js';
import type { Migrations } from '../../constructs/migrations.js';
import { Postgres } from '../../constructs/postgres.js';
import { PrefectServer } from '../../constructs/prefect-server.js';
import { PythonService } from '../../constructs/python-service.js';
import type { Redis } from '../../constructs/redis.js';
import { DockerService, type DockerServiceProps } from '../../lib/construct/docker-service.js';
import { command } from '../../lib/construct/health.js';
import type { Stack } from '../../lib/construct/stack.js';

declare const scope: Stack<'dev'>;
declare const postgres: Postgres<'dev'>;
declare const migrations: Migrations<'dev'>;
declare const redis: Redis<'dev'>;
declare const prodPostgres: Postgres<'prod'>;
declare const prodAutomation: AutomationService<'prod'>;
declare const prodBrain: AiBrain<'prod'>;
declare const brain: AiBrainProps<'dev'>;
declare const definition: Omit<DockerServiceProps<'dev'>, 'needs'>;
const base = { mode: 'dev', postgres, migrations, redis } as const;

describe('a service of dev', () => {
  it('is made with what dev has', () => {
    expectTypeOf(AssetService<'dev'>).toBeConstructibleWith(scope, 'asset-service', base);
    expectTypeOf(AiBrain<'dev'>).toBeConstructibleWith(scope, 'ai-brain', brain);
  });

  it('is not given the postgres of prod', () => {
    // @ts-expect-error: prod's data would be dev's
    new AssetService(scope, 'asset-service', { ...base, postgres: prodPostgres });
    // @ts-expect-error: the same for the workflow engine
    new PrefectServer(scope, 'prefect-server', { mode: 'dev', postgres: prodPostgres });
  });

  it('does not call or wait for a service of prod', () => {
    // @ts-expect-error: automation of prod
    new AiBrain(scope, 'ai-brain', { ...brain, automation: prodAutomation });
    // @ts-expect-error: the brain of prod
    new Frontend(scope, 'frontend', { ...base, aiBrain: prodBrain });
    // @ts-expect-error: the container of prod
    new DockerService(scope, 'x', { ...definition, needs: [prodPostgres] });
  });

  it('is not put into the stack of prod', () => {
    // @ts-expect-error: a stack has one mode
    new AssetService({} as Stack<'prod'>, 'asset-service', base);
  });
});

describe('a service of an image of a registry', () => {
  const cache = {
    image: 'redis:7-alpine',
    port: 6379,
    healthCheck: command('redis-cli', 'ping'),
    memory: 512,
  };

  it('is one line', () => {
    expectTypeOf(DockerService<'dev'>).toBeConstructibleWith(scope, 'redis', { mode: 'dev', ...cache });
  });

  it('says how much memory it takes, and how it is asked whether it is well', () => {
    const { memory: _, ...unbounded } = cache;
    const { healthCheck: __, ...unasked } = cache;
    // @ts-expect-error: no memory
    new DockerService(scope, 'redis', { mode: 'dev', ...unbounded });
    // @ts-expect-error: no health check
    new DockerService(scope, 'redis', { mode: 'dev', ...unasked });
  });
});

describe('what a service needs', () => {
  it('cannot be left out', () => {
    const { automation: _, ...withoutAutomation } = brain;
    // @ts-expect-error: without automation
    new AiBrain(scope, 'ai-brain', withoutAutomation);
    // @ts-expect-error: without redis
    new AssetService(scope, 'asset-service', { mode: 'dev', postgres });
  });

  it('can be left out where the system runs without it', () => {
    const { ollama: _, ...withoutOllama } = brain;
    expectTypeOf(AiBrain<'dev'>).toBeConstructibleWith(scope, 'ai-brain', withoutOllama);
  });

  it('is always told the mode', () => {
    // @ts-expect-error: no mode
    new Postgres(scope, 'postgres', {});
    // @ts-expect-error: no mode
    new AssetService(scope, 'asset-service', { postgres, redis });
    // @ts-expect-error: no mode of this project
    new Postgres(scope, 'postgres', { mode: 'staging' });
    // @ts-expect-error: not the mode of its stack
    new Postgres(scope, 'postgres', { mode: 'prod' });
  });
});

it('a Python service may run more than once, and where it is said', () => {
  const own = { ...base, source: 'x', port: { container: 1, host: 1 }, live: [] };
  const service = new PythonService(scope, 'x', { ...own, replicas: 2, placement: ['node.role == worker'] });
  expectTypeOf(service).toExtend<DockerService<'dev'>>();
});
