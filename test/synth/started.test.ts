import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { lastStart, noteStart, startedNames } from '../../lib/disk/start-note.js';
import { describeStarted } from '../../lib/synth/started.js';
import { opsconductor } from '../../stacks/opsconductor.js';
import { copyProject, EXAMPLE } from '../cli/project-copy.js';
import { CONVENTIONS } from '../conventions.js';
import { exampleApp } from '../system.js';

const HERE = { portOffset: 0, host: 'localhost' };

afterEach(() => vi.unstubAllEnvs());

it('what a start left out is noted, each mode for itself, and what looks at it goes by that', () => {
  const copy = copyProject();
  const root = join(copy, EXAMPLE);
  mkdirSync(join(root, '.opsconductor'));
  const { dev, prod } = exampleApp({}, { without: ['ai-brain'], withDependents: true });
  noteStart(root, dev, 'compose', HERE);
  noteStart(root, exampleApp().prod, 'compose', HERE);
  expect(lastStart(root, { ...dev, name: 'second' })).toBeUndefined();
  const started = describeStarted({ directory: copy, system: opsconductor });
  expect(started('dev').systems.dev.leftOut).toEqual(dev.leftOut);
  expect(started('prod').systems.prod).not.toHaveProperty('leftOut');
  expect(started('prod')).toBe(started('prod'));
  noteStart(root, prod, 'terraform', HERE);
  expect(started('prod')).toBe(started('dev'));
});

it('ports, host and engine are those of the start, whatever the environment of whoever looks says', () => {
  const copy = copyProject();
  const root = join(copy, EXAMPLE);
  const { dev } = exampleApp();
  const chosen = {
    portOffset: 1000,
    host: 'ops.example.com',
    tls: 'internal',
    gateway: true,
    openPorts: true,
  };
  noteStart(root, dev, 'terraform', chosen);
  noteStart(root, { ...dev, name: 'second' }, 'compose', HERE);
  vi.stubEnv('OPSCONDUCTOR_PORT_OFFSET', '7');
  vi.stubEnv('OPSCONDUCTOR_WITHOUT', 'ai-brain,frontend');
  const { settings, systems } = describeStarted({ directory: copy, system: opsconductor })('dev');
  expect(settings).toMatchObject(chosen);
  expect(systems.dev.services.map(({ name }) => name)).toContain('gateway');
  expect(systems.dev).not.toHaveProperty('leftOut');
  expect(lastStart(root, dev)?.engine).toBe('terraform');
  expect(startedNames(root, CONVENTIONS)).toEqual(['opsconductor', 'second']);
});
