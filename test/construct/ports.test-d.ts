import { describe, expectTypeOf, it } from 'vitest';
import { DockerService } from '../../lib/construct/docker-service.js';
import { DockerWorker } from '../../lib/construct/docker-worker.js';
import { command, nodeGet } from '../../lib/construct/health.js';
import type { Stack } from '../../lib/construct/stack.js';

declare const stack: Stack<'dev'>;
declare const worker: DockerWorker<'dev'>;

const description = { mode: 'dev', image: { directory: 'worker' }, memory: 64 } as const;

describe('a worker', () => {
  it('is no service that could be reached: it has neither a port nor a URL', () => {
    expectTypeOf(worker).not.toHaveProperty('url');
    expectTypeOf(worker).not.toHaveProperty('port');
    expectTypeOf(worker).not.toHaveProperty('browserUrl');
  });

  it('is given no port, and no health check that asks at one', () => {
    new DockerWorker(stack, 'worker', { ...description, healthCheck: command('true') });
    // @ts-expect-error: a port
    new DockerWorker(stack, 'worker', { ...description, healthCheck: command('true'), port: 3000 });
    // @ts-expect-error: a check at a port
    new DockerWorker(stack, 'worker', { ...description, healthCheck: nodeGet('/health') });
  });

  it('can be needed as any other service', () => {
    const api = { ...description, port: 3000, healthCheck: nodeGet('/health') };
    expectTypeOf(DockerService<'dev'>).toBeConstructibleWith(stack, 'api', { ...api, needs: [worker] });
  });
});

describe('a service', () => {
  it('has a port', () => {
    // @ts-expect-error: none
    new DockerService(stack, 'api', { ...description, healthCheck: command('true') });
  });
});
