import { describe, expect, it } from 'vitest';
import { type Surroundings, untilHealthy } from '../../lib/deploy/until-healthy.js';
import { cpuOf, type Look } from '../../lib/engine/look.js';
import { UserError } from '../../lib/model/user-error.js';
import { serviceSpec, systemSpec } from '../spec.js';

/** How a container of a test is at a time, in seconds since its start. */
type Course = (seconds: number) => Partial<Look> & { readonly cpu?: number; readonly log?: string };

const HEALTHY: Partial<Look> = { health: 'healthy' };
/** As the engine has it: unhealthy after 90 s. */
const starting = (seconds: number) => ({ health: seconds < 90 ? 'starting' : 'unhealthy' });

/** Waits for services whose containers take these courses; each second of it takes no time. */
async function wait(courses: Readonly<Record<string, Course>>, limit = 900, load = 0.5) {
  let seconds = 0;
  const said: string[] = [];
  const nameOf = (container: string) => container.replace(/^acme-|-dev$/g, '');
  const at = (container: string) => ({ cpu: 0, log: '', ...courses[nameOf(container)]?.(seconds) });
  const surroundings: Surroundings = {
    now: () => seconds,
    load: () => load,
    sleep: async (more) => {
      seconds += more;
    },
    lookAt: async (containers) =>
      new Map(
        containers.map((container) => {
          const fresh = { state: 'running', health: 'starting', restarts: 0, exitCode: 0, pid: 1 };
          return [container, { ...fresh, startedAt: 'now', ...at(container) }];
        }),
      ),
    workOf: async (container) => ({ cpu: at(container).cpu, log: at(container).log.split('\n') }),
    containerLog: async (container) => at(container).log,
  };
  const services = Object.keys(courses).map((name) =>
    serviceSpec('dev', { name, container: `acme-${name}-dev` }),
  );
  const options = { limit, log: (line: string) => void said.push(line) };
  const error = await untilHealthy(systemSpec('dev', services), services, options, surroundings).catch(
    (thrown: UserError) => thrown,
  );
  return { seconds, said, error: error instanceof UserError ? `${error.message} | ${error.fix}` : undefined };
}

describe('a service is waited for', () => {
  it('until it is healthy, and nothing is said of it', async () => {
    const result = await wait({ api: (seconds) => (seconds < 7 ? {} : HEALTHY) });
    expect(result).toEqual({ seconds: 7, said: [], error: undefined });
  });

  it.each<[string, Course]>([
    ['uses CPU time', (seconds) => ({ ...starting(seconds), cpu: Math.floor(seconds / 15) })],
    ['says something new', (seconds) => ({ ...starting(seconds), log: `step ${Math.floor(seconds / 15)}` })],
  ])('for seven minutes, unhealthy or not, while it %s', async (_, slow) => {
    const { seconds, said, error } = await wait({
      api: (seconds) => (seconds < 420 ? slow(seconds) : HEALTHY),
    });
    expect({ seconds, error }).toEqual({ seconds: 420, error: undefined });
    expect(said).toEqual(['api is slow: it is waited for while it works, at most 900 s']);
  });

  it('from when its own container runs, whatever it waited for before', async () => {
    const { seconds } = await wait({
      api: (seconds) => ({ ...starting(seconds - 800), state: seconds < 800 ? 'created' : 'running' }),
    });
    expect(seconds).toBeGreaterThan(900);
  });

  it('through the restarts of its first seconds, in which what it calls is not there yet', async () => {
    const { error } = await wait({
      api: (seconds) => (seconds < 20 ? { restarts: Math.floor(seconds / 4), exitCode: 1 } : HEALTHY),
    });
    expect(error).toBeUndefined();
  });
});

describe('a service is given up, alone, with its last lines and the next command', () => {
  it('when it ends again and again', async () => {
    const { seconds, error } = await wait({
      slow: (seconds) => ({ ...starting(seconds), cpu: seconds }),
      api: (seconds) => ({ restarts: Math.floor(seconds / 5), exitCode: 3, log: 'no module named x' }),
    });
    expect(seconds).toBe(30);
    expect(error).toBe(
      'api is not healthy: it has ended 6 times, with exit code 3. The last lines of acme-api-dev:\nno module named x | docker logs acme-api-dev shows all; correct it, and start again',
    );
  });

  it('with the exit code of the process that ended, though the engine says 0 while the next one runs', async () => {
    const api: Course = (seconds) => {
      const restarts = Math.floor(seconds / 5);
      return seconds % 5 === 4 ? { restarts, state: 'restarting', exitCode: 3 } : { restarts };
    };
    expect((await wait({ api })).error).toContain('it has ended 6 times, with exit code 3.');
  });

  it('when it did so before the start, too, and the engine takes its time by now from one try to the next', async () => {
    const api: Course = (seconds) => ({
      ...{ restarts: 20 + Math.floor(seconds / 61), exitCode: 3 },
      state: seconds % 61 === 60 ? 'running' : 'restarting',
    });
    const { seconds, error } = await wait({ api });
    expect(seconds).toBe(30);
    expect(error).toContain('it has ended 20 times, with exit code 3.');
  });

  it('when somebody has paused it, with its mend', async () => {
    expect((await wait({ api: () => ({ state: 'paused' }) })).error).toBe(
      'api is not healthy: it is paused | docker unpause acme-api-dev',
    );
  });

  it('when it has ended and nothing starts it again', async () => {
    expect((await wait({ api: () => ({ state: 'exited', exitCode: 137 }) })).error).toContain(
      'it has ended with exit code 137',
    );
  });

  it('when the engine calls it unhealthy and it does nothing', async () => {
    const { seconds, error } = await wait({ api: starting });
    expect(seconds).toBe(110);
    expect(error).toContain('its health check fails, and it has done nothing for 20 s');
  });

  it.each([
    [3, 150],
    [20, 210],
  ])('later where the machine is busy: %i processes want each core', async (load, end) => {
    expect((await wait({ api: starting }, 900, load)).seconds).toBe(end);
  });

  it('when all that it does is to log failing health checks', async () => {
    const log = (seconds: number) =>
      `2026-11-27 10:00:${seconds} INFO: 127.0.0.1:${40_000 + seconds} - "GET /health HTTP/1.0" 500 in 0.${seconds} s`;
    const { seconds } = await wait({ api: (seconds) => ({ ...starting(seconds), log: log(seconds) }) });
    expect(seconds).toBe(110);
  });

  it('at a short limit, which is not said to be too short for what ends again and again', async () => {
    const api: Course = (seconds) => ({ restarts: Math.floor(seconds / 5), exitCode: 3 });
    const { seconds, error } = await wait({ api }, 20);
    expect(seconds).toBe(20);
    expect(error).toContain('it was waited for 20 s, and it has ended 4 times, with exit code 3.');
    expect(error).not.toContain('only slow');
    const between: Course = () => ({ state: 'restarting', exitCode: 3 });
    expect((await wait({ api: between }, 20)).error).not.toContain('only slow');
  });

  it('at the limit, which can be set, even while it works', async () => {
    const { seconds, error } = await wait(
      { api: (seconds) => ({ ...starting(seconds), cpu: seconds }) },
      300,
    );
    expect(seconds).toBe(300);
    expect(error).toMatch(
      /it was waited for 300 s\. .* \| .*OPSCONDUCTOR_WAIT_TIMEOUT=600|ACME_WAIT_TIMEOUT=600/s,
    );
  });
});

it('the CPU time of a container is that of its first process and all below it, without health checks', () => {
  const table =
    '  PID  PPID     TIME\n  10     1     1\n  11    10     4\n  12    11     2\n  99     1    50';
  expect(cpuOf(table, 10)).toBe(7);
});
