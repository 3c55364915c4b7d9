import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  afterMove,
  currentVolumes,
  forgetMoves,
  readMoved,
  SWITCHING,
  writeMoved,
} from '../../lib/disk/moved-volumes.js';
import { named } from '../conventions.js';

const { conventions } = named('shop');
const newRoot = () => mkdtempSync(join(tmpdir(), 'opsconductor-test-'));

it('every earlier name of a volume leads to the newest', () => {
  const first = afterMove({}, { data: 'data.1' });
  expect(first).toEqual({ data: 'data.1' });
  expect(afterMove(first, { 'data.1': 'data.2', other: 'other.2' })).toEqual({
    ...{ data: 'data.2', 'data.1': 'data.2', other: 'other.2' },
  });
});

it('what a restore has begun counts for nobody but its own processes', () => {
  const root = newRoot();
  expect(currentVolumes(root, conventions, {})).toEqual({});
  writeMoved(root, conventions, { moved: { data: 'data.1' }, pending: { 'data.1': 'data.2' } });
  expect(currentVolumes(root, conventions, {})).toEqual({ data: 'data.1' });
  expect(currentVolumes(root, conventions, { [SWITCHING]: '1' })).toEqual({
    data: 'data.2',
    'data.1': 'data.2',
  });
});

it('data that is removed begins anew under its own name', () => {
  const root = newRoot();
  writeMoved(root, conventions, { moved: { data: 'data.1', other: 'other.1' } });
  forgetMoves({ sourceRoot: root, conventions }, new Set(['data', 'data.1']));
  expect(readMoved(root, conventions)).toEqual({ moved: { other: 'other.1' } });
});
