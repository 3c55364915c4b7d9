import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { statesOf } from '../../lib/watch/container.js';
import { fakeDocker } from '../cli/fake-docker.js';

afterEach(() => vi.unstubAllEnvs());

it('the engine is asked once for all containers, and those that it has not are left out', async () => {
  const path = fakeDocker(
    ['redis', 'api'].map((service) => ({
      name: `a-${service}-dev`,
      mode: 'dev',
      service,
      image: `${service}:1`,
    })),
  );
  vi.stubEnv('PATH', path);
  const states = await statesOf(['a-redis-dev', 'a-none-dev', 'a-api-dev']);
  expect([...states].map(([name, { image, running }]) => [name, image, running])).toEqual([
    ['a-redis-dev', 'redis:1', true],
    ['a-api-dev', 'api:1', true],
  ]);
  const calls = readFileSync(join(path.split(':')[0] ?? '', 'calls'), 'utf8')
    .trim()
    .split('\n');
  expect(calls).toHaveLength(1);
});
