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

it('takes a release that was kept as a file for the same, whatever order that has', () => {
  const from = asBuilt(exampleApp().prod);
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  expect(planLines(JSON.parse(JSON.stringify(from, sorted)), from)).toEqual([]);
});

it('knows who is told of a secret that has changed', () => {
  const from = asBuilt(exampleApp().prod);
  expect(planLines(from, from, new Set(['SETUP_SECRET']))).toEqual([
    'Replaced without a break, each beside the old one: identity-service.',
  ]);
  expect(planLines(from, from, new Set(['POSTGRES_PASSWORD'])).at(-1)).toBe(
    'Stopped first, then started: it does not answer meanwhile: postgres, prefect-server.',
  );
});
