import { expect, it } from 'vitest';
import type { StatusRow } from '../../cli/row-parts.js';
import { cures } from '../../cli/status-cure.js';

const RIGHT: StatusRow = {
  ...{ service: 'api', state: 'running', health: 'healthy', image: 'current', files: 'mounted' },
  ...{ addresses: [], right: true },
};
const CURE = { start: './scripts/dev-mode.sh --only api', isSound: true, commands: { program: './acme' } };
const START = '  Not all is right. Fix: ./scripts/dev-mode.sh --only api.';
const LOGS = '  Not healthy by what it is: api. Fix: ./acme logs api shows why; correct that.';

it.each<[string, Partial<StatusRow>, readonly string[]]>([
  ['nothing for one that is well', { right: true }, []],
  ['a start for an image that is due', { image: 'rebuild due' }, [START]],
  ['a start for files that are newer', { files: 'restart due: api/main.py' }, [START]],
  ['a start for one that is stopped', { state: 'exited', health: '' }, [START]],
  ['a start for what somebody has changed', { changed: ['is not on the network acme'] }, [START]],
  ['the log of one that fails by what is in it', { health: 'unhealthy' }, [LOGS]],
  ['the log of one that ends again and again', { state: 'restarting', health: '' }, [LOGS]],
])('status advises %s', (_, differing, lines) => {
  expect(cures([RIGHT, { ...RIGHT, right: false, ...differing }], CURE)).toEqual(lines);
});

it('status advises nobody to start what a rollback has taken back', () => {
  const due = { ...RIGHT, right: false, image: 'rebuild due' as const };
  expect(cures([due], { ...CURE, undone: '0123456789ab' })).toEqual([
    '  Not all is right. Release 0123456789ab was taken back; ./scripts/dev-mode.sh --only api deploys the source tree as it is now.',
  ]);
});

it('status advises no start that would be refused', () => {
  const due = { ...RIGHT, right: false, image: 'rebuild due' as const };
  expect(cures([due], { ...CURE, isSound: false })).toEqual([
    '  Not all is right, and a start is refused until its sources are mended:',
  ]);
});
