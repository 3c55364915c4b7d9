import { expect, it } from 'vitest';
import { planLines } from '../../../lib/deploy/swarm/plan-stack.js';
import { asBuilt, withImage } from '../../../lib/model/release.js';
import { exampleApp } from '../../system.js';

it('says before a release what is replaced without a break, and what has to be stopped first', () => {
  const from = asBuilt(exampleApp().prod);
  const of = (...names: readonly string[]) => ({
    ...from,
    services: from.services.map((each) => (names.includes(each.name) ? withImage(each, 'other') : each)),
  });
  expect(planLines(from, from)).toEqual([]);
  expect(planLines(from, of('asset-service', 'redis', 'gateway', 'identity-service'))).toEqual([
    'Replaced without a break, each beside the old one: asset-service, identity-service.',
    'Stopped first, then started: it does not answer meanwhile: redis, gateway.',
  ]);
});
