import { expect, it } from 'vitest';
import { leftOutError, startOf } from '../../lib/deploy/start-words.js';
import { noteStart } from '../../lib/disk/start-note.js';
import type { LeftOut } from '../../lib/model/service-spec.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec } from '../spec.js';

const HERE = { portOffset: 0, host: 'localhost' };

/** A system that was started in dev with this choice. */
function started(
  leftOut: readonly LeftOut[],
  choice: { readonly only?: readonly string[] } = {},
  engine: 'compose' | 'terraform' = 'compose',
) {
  const placed = { ...named('opsconductor'), sourceRoot: plant() };
  const system = { ...systemSpec('dev', [serviceSpec('dev')]), name: 'opsconductor', leftOut };
  noteStart(placed.sourceRoot, system, engine, { ...HERE, choice });
  return placed;
}

it('the next start is advised with what was chosen and left out at the last one, as its engine is told it', () => {
  const leftOut = [
    { service: 'ollama', because: 'this machine has no image of it' },
    { service: 'redis', because: '--without' },
    { service: 'worker', because: 'requires redis' },
  ];
  expect(startOf(started(leftOut), 'dev')).toBe('./scripts/dev-mode.sh --without redis,worker');
  expect(startOf(started(leftOut, {}, 'terraform'), 'dev')).toMatch(
    /^OPSCONDUCTOR_WITHOUT=redis,worker .*deploy dev$/,
  );
  const chosen = [{ service: 'worker', because: 'not in --only' }];
  expect(startOf(started(chosen, { only: ['frontend'] }), 'dev')).toBe(
    './scripts/dev-mode.sh --only frontend',
  );
  expect(startOf(started([]), 'dev')).toBe('./scripts/dev-mode.sh');
});

it('a service that was left out is told from one that is none, and how it comes, with what it requires', () => {
  const without = started([
    { service: 'redis', because: '--without' },
    { service: 'worker', because: 'requires redis' },
    { service: 'frontend', because: '--without' },
  ]);
  expect(leftOutError(without, 'dev', 'worker')).toMatchObject({
    message: 'worker was left out when dev was started (requires redis)',
    fix: 'start dev with it: ./scripts/dev-mode.sh --without frontend',
  });
  const chosen = started([{ service: 'worker', because: 'not in --only' }], { only: ['frontend'] });
  expect(leftOutError(chosen, 'dev', 'worker')?.fix).toBe(
    'start dev with it: ./scripts/dev-mode.sh --only frontend,worker',
  );
  expect(leftOutError(chosen, 'dev', 'nobody')).toBeUndefined();
  expect(leftOutError(chosen, 'prod', 'worker')).toBeUndefined();
});
