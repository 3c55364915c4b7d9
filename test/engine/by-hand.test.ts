import { expect, it } from 'vitest';
import { changesOf } from '../../lib/engine/by-hand.js';
import { serviceSpec } from '../spec.js';

const service = serviceSpec('prod', { container: 'acme-api-clean' });
const AS_MADE = {
  ...{ restart: 'unless-stopped', imageName: 'api:1', image: 'sha256:1' },
  ...{ networks: ['acme-clean'], isPaused: false },
};

it.each([
  ['nothing', {}, []],
  ['docker pause', { isPaused: true }, ['is paused: docker unpause acme-api-clean']],
  [
    'docker update --restart=no',
    { restart: 'no' },
    ['is not started again when it ends (restart policy no)'],
  ],
  ['docker network disconnect', { networks: [] }, ['is not on the network acme-clean']],
  ['docker tag', { image: 'sha256:0' }, ['runs another image than api:1 is now']],
])('what %s changes of a container is said', (_, changed, said) => {
  expect(changesOf(service, { ...AS_MADE, ...changed }, 'acme-clean', 'sha256:1')).toEqual(said);
});

it('an image that has no name any more is no other one', () => {
  expect(changesOf(service, AS_MADE, 'acme-clean', undefined)).toEqual([]);
});

it('an image of another name is due to be built or pulled, and not somebody’s doing', () => {
  const found = { ...AS_MADE, imageName: 'api:0', image: 'sha256:0' };
  expect(changesOf(service, found, 'acme-clean', 'sha256:1')).toEqual([]);
});
