import { describe, expect, it } from 'vitest';
import { healthIn, isUp, isWell } from '../../lib/model/container-state.js';
import { serviceSpec } from '../spec.js';

const { healthCheck = undefined } = serviceSpec('dev');
const CHECKED = healthCheck ? { healthCheck } : {};

it('reads health from the words of docker ps, and from nothing else in them', () => {
  expect(healthIn('Up 3 seconds (healthy)')).toBe('healthy');
  expect(healthIn('Up 3 seconds (health: starting)')).toBe('starting');
  expect(healthIn('Up 2 minutes (Paused)')).toBe('');
  expect(healthIn('Exited (0) 3 minutes ago')).toBe('');
});

describe('a container is well', () => {
  it.each([
    ['healthy', { state: 'running', health: 'healthy' }, CHECKED, true],
    ['paused while it was healthy', { state: 'paused', health: 'healthy' }, CHECKED, false],
    ['unhealthy', { state: 'running', health: 'unhealthy' }, {}, false],
    ['running without a health check', { state: 'running' }, {}, true],
    ['running, made before it had a health check', { state: 'running', health: '' }, CHECKED, false],
    [
      'running, its check switched off',
      { state: 'running' },
      { healthCheck: { ...serviceSpec('dev').healthCheck, test: ['NONE'] } as never },
      true,
    ],
    ['a task at its end', { state: 'exited' }, { restart: 'no' as const }, true],
    ['a task that failed', { state: 'exited', exitCode: 1 }, { restart: 'no' as const }, false],
    ['stopped, and to be started always', { state: 'exited' }, { restart: 'always' as const }, false],
    ['restarting', { state: 'restarting' }, {}, false],
  ])('%s', (_, standing, service, is) => {
    expect(isWell({ exitCode: 0, ...standing }, service)).toBe(is);
  });
});

it('a container is up that runs, is started again or is paused', () => {
  const states = ['running', 'restarting', 'paused', 'created', 'exited', 'dead', 'removing', ''];
  expect(states.filter(isUp)).toEqual(['running', 'restarting', 'paused']);
});
