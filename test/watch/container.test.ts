import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { endedBySomebody, runningOf, statesOf } from '../../lib/watch/container.js';
import { fakeDocker } from '../cli/fake-docker.js';
import { plant } from '../disk/tree.js';
import { serviceSpec } from '../spec.js';

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

it('a container that has a service’s name and was not made for it is not the service’s', async () => {
  const bin = plant({
    docker: `#!/bin/sh
labels='{"io.acme.service":"api"}'
case "$*" in
  *theirs*) labels=null ;;
esac
case "$*" in
  *State.Status*) printf 'running\\t%s\\n' "$labels" ;;
  *) for name; do :; done; printf '%s\\tid\\tx\\t%s\\t{"Running": true, "Pid": 0, "StartedAt": "2030-01-01T00:00:00Z"}\\n' "$name" "$labels" ;;
esac
`,
  });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  const service = (container: string) =>
    serviceSpec('dev', { container, labels: { 'io.acme.service': 'api' }, restart: 'always' });
  expect(await runningOf('/', service('ours'))).toMatchObject({ state: { running: true } });
  expect(await endedBySomebody(service('ours'))).toBeUndefined();
  expect(await runningOf('/', service('theirs'))).toBeUndefined();
  expect(await endedBySomebody(service('theirs'))).toBe('was removed by somebody, and theirs is not ours');
});
