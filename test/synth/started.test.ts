import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noteStart, startedWithout } from '../../lib/disk/start-note.js';
import { describeStarted } from '../../lib/synth/started.js';
import { opsconductor } from '../../stacks/opsconductor.js';
import { copyProject, EXAMPLE } from '../cli/project-copy.js';
import { exampleApp } from '../system.js';

it('what a start left out is noted, each mode for itself, and what looks at it goes by that', () => {
  const copy = copyProject();
  const root = join(copy, EXAMPLE);
  mkdirSync(join(root, '.opsconductor'));
  const { dev, prod } = exampleApp({}, { without: ['ai-brain'], withDependents: true });
  noteStart(root, dev);
  noteStart(root, exampleApp().prod);
  expect(startedWithout(root, { ...dev, name: 'second' })).toBeUndefined();
  const started = describeStarted({ directory: copy, system: opsconductor });
  expect(started('dev').systems.dev.leftOut).toEqual(dev.leftOut);
  expect(started('prod').systems.prod).not.toHaveProperty('leftOut');
  expect(started('prod')).toBe(started('prod'));
  noteStart(root, prod);
  expect(started('prod')).toBe(started('dev'));
});
