import { describe, expect, it } from 'vitest';
import type { BindMount } from '../../lib/model/mount.js';
import { type ProbedPath, probeTurns } from '../../lib/verify/probe-saves.js';
import { serviceSpec } from '../spec.js';

const path = (source: string, ...services: readonly string[]): ProbedPath => ({
  source,
  file: source,
  mounts: services.map((name) => ({ service: serviceSpec('dev', { name }), mount: {} as BindMount })),
});

describe('the paths that verify --probe saves', () => {
  it('come one after the other where they are of one service, and at once where they are of different ones', () => {
    const [api, web, data] = [path('api/main.py', 'api'), path('web/src', 'web'), path('api/data', 'api')];
    expect(probeTurns([api, web, data])).toEqual({ ofOneService: [[api, data], [web]], ofSeveral: [] });
  });

  it('come after those where several services mount them, for they start all of these again', () => {
    const [shared, api] = [path('shared', 'api', 'web'), path('api/main.py', 'api')];
    expect(probeTurns([shared, api])).toEqual({ ofOneService: [[api]], ofSeveral: [shared] });
  });

  it('are of one service where that mounts one path twice', () => {
    const twice = path('api/data', 'api', 'api');
    expect(probeTurns([twice])).toEqual({ ofOneService: [[twice]], ofSeveral: [] });
  });
});
