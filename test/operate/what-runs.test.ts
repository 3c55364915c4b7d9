import { expect, it } from 'vitest';
import type { RunningContainer } from '../../lib/engine/docker.js';
import { chosen, type WhatRuns } from '../../lib/operate/what-runs.js';
import { readSettings } from '../../lib/synth/settings.js';
import { PROJECT } from '../cli/project-copy.js';
import { projectAt } from '../conventions.js';

const redis: RunningContainer = {
  ...{ id: 'r', name: 'opsconductor-redis-dev', service: 'redis' },
  ...{ mode: 'dev', engine: 'compose', state: 'running', status: 'Up 1 second' },
};
const runs: WhatRuns = {
  settings: readSettings(projectAt(PROJECT)),
  mode: 'dev',
  containers: [redis],
};

it('a service is chosen by its name, and all where none is named', () => {
  expect(chosen(runs, ['redis'])).toEqual([redis]);
  expect(chosen(runs, [])).toEqual([redis]);
});

it('a job is none, and is told how it is run', () => {
  expect(() => chosen(runs, ['migrations'])).toThrow(
    expect.objectContaining({
      message: 'migrations is a job: it has run, and no container of it is there',
      fix: 'run it again: ./opsconductor run migrations',
    }),
  );
  expect(() => chosen(runs, ['migration'])).toThrow('there is no service "migration"');
});
