import { describe, expect, it } from 'vitest';
import { probedBy } from '../../lib/model/idle-probes.js';
import type { HealthCheck } from '../../lib/model/service-spec.js';
import { composeOf } from '../compose/file.js';
import { serviceSpec, systemSpec } from '../spec.js';

const CHECK: HealthCheck = { test: ['CMD', 'true'], interval: 2, timeout: 5, retries: 15, startPeriod: 60 };

function told(check: Partial<HealthCheck>): unknown {
  const service = serviceSpec('dev', { healthCheck: { ...CHECK, ...check } });
  const { api } = composeOf(probedBy(systemSpec('dev', [service]), true)).services;
  const { test, ...times } = api?.healthcheck ?? {};
  expect(test).toEqual(CHECK.test);
  return times;
}

describe('idle probes', () => {
  it('are rare once a service is healthy, and at least as frequent as before until then', () => {
    expect(told({})).toMatchObject({ interval: '10s', start_interval: '2s', start_period: '60s' });
    expect(told({ interval: 5 })).toMatchObject({ interval: '10s', start_interval: '2s' });
    expect(told({ interval: 1 })).toMatchObject({ interval: '10s', start_interval: '1s' });
  });

  it.each([
    ['30 s', { interval: 2, retries: 15 }, 3],
    ['45 s', { interval: 3, retries: 15 }, 5],
  ])('call a service unhealthy after %s, or one probe more', (_, check, retries) => {
    expect(told(check)).toMatchObject({ interval: '10s', retries });
  });

  it('never call a service unhealthy for a single probe', () => {
    expect(told({ interval: 1, retries: 3 })).toMatchObject({ interval: '10s', retries: 2 });
  });

  it('leave alone what is rare anyway', () => {
    expect(told({ interval: 10 })).toEqual({
      interval: '10s',
      timeout: '5s',
      retries: 15,
      start_period: '60s',
    });
  });
});
