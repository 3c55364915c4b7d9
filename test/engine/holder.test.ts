import { expect, it } from 'vitest';
import { requireNoHolder } from '../../lib/engine/holder.js';
import { CONVENTIONS } from '../conventions.js';

const container = {
  ...{ id: 'c', name: 'acme-api-dev', service: 'api', state: 'running', status: 'Up' },
  ...({ mode: 'dev', engine: 'compose' } as const),
};
const network = { id: 'n', name: 'acme-dev', mode: 'dev', engine: 'compose' } as const;

it('who holds a system is said with what they hold', () => {
  expect(() => requireNoHolder({ containers: [], networks: [] }, CONVENTIONS, '--replace')).not.toThrow();
  expect(() =>
    requireNoHolder({ containers: [container], networks: [network] }, CONVENTIONS, '--replace'),
  ).toThrow(
    expect.objectContaining({
      message: 'dev is run by Compose (1 container)',
      fix: './scripts/stop-dev.sh, or --replace',
    }),
  );
});

it('a network that is left over is not called a system that runs', () => {
  expect(() => requireNoHolder({ containers: [], networks: [network] }, CONVENTIONS, '--replace')).toThrow(
    expect.objectContaining({
      message: 'nothing of dev runs, but Compose has left its network',
      fix: './scripts/stop-dev.sh, or --replace',
    }),
  );
});
