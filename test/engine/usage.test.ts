import { expect, it } from 'vitest';
import { usageIn } from '../../lib/engine/usage.js';

it('what a container takes is in the words of the engine; one that has ended takes nothing', () => {
  expect(usageIn('acme-api-dev\t0.15%\t12.3MiB / 256MiB\t4.80%\nacme-web-dev\t--\t-- / --\t--\n')).toEqual(
    new Map([['acme-api-dev', { cpu: '0.15%', memory: '12.3MiB / 256MiB', memoryShare: '4.80%' }]]),
  );
});
