import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { restartServices } from '../../lib/operate/restart.js';
import { named } from '../conventions.js';

const service = (name: string, dependsOn: readonly string[] = []) => ({
  ...{ name, container: `shop-${name}-dev`, dependsOn },
});

/** @param broken the service that does not come up */
async function restarted(services: readonly ReturnType<typeof service>[], broken?: string) {
  const said: string[] = [];
  const done = restartServices(
    named('shop'),
    services,
    { limit: 10, log: (line) => said.push(line) },
    {
      now: () => 0,
      restart: async (container) => {
        said.push(`restart ${container}`);
        await sleep(1);
        return container.includes(`${broken}-`) ? 'no such file' : undefined;
      },
      untilHealthy: async () => {},
    },
  );
  return { said, problem: await done.then(() => undefined).catch((error: Error) => error.message) };
}

describe('restart', () => {
  it('waits with a service until those of them that it requires are healthy', async () => {
    const { said } = await restarted([service('db'), service('api', ['db', 'cache'])]);
    expect(said).toEqual([
      'restart shop-db-dev',
      'db restarted, healthy in 0.0 s',
      'restart shop-api-dev',
      'api restarted, healthy in 0.0 s',
    ]);
  });

  it('says what did not start, and leaves what requires it as it is', async () => {
    const { said, problem } = await restarted([service('db'), service('api', ['db']), service('web')], 'db');
    expect(problem).toBe('db did not start: no such file');
    expect(said).not.toContain('restart shop-api-dev');
    expect(said).toContain('web restarted, healthy in 0.0 s');
  });
});
