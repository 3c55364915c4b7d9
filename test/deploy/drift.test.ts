import { expect, it } from 'vitest';
import { driftOf } from '../../lib/deploy/drift.js';
import { serviceSpec, systemSpec } from '../spec.js';

it('what does not run as Terraform deployed it is said, with what a deploy would do and what keeps it', () => {
  const names = ['well', 'loop', 'stopped', 'killed', 'paused', 'gone'];
  const system = systemSpec(
    'prod',
    names.map((name) => serviceSpec('prod', { name })),
  );
  const states = { well: 'running', loop: 'restarting', stopped: 'exited', killed: 'dead', paused: 'paused' };
  const containers = Object.entries(states).map(([service, state]) => ({
    ...{ service, state, name: `acme-${service}-clean` },
  }));
  expect(driftOf(system, containers)).toEqual([
    'note: stopped does not run (exited); a deploy replaces its container. Fix: docker start acme-stopped-clean keeps it.',
    'note: killed does not run (dead); a deploy replaces its container. Fix: docker start acme-killed-clean keeps it.',
    'note: paused is paused. Fix: docker unpause acme-paused-clean.',
    'note: gone has no container; a deploy creates it.',
  ]);
});
