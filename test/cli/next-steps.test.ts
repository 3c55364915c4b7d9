import { expect, it } from 'vitest';
import { nextSteps } from '../../cli/next-steps.js';
import { CONVENTIONS } from '../conventions.js';
import { exampleApp } from '../system.js';

const { dev, prod } = exampleApp();
const { commands } = CONVENTIONS;
const first = (...call: Parameters<typeof nextSteps>) => nextSteps(...call)[0];

it('a start says how an edit takes effect, where no watcher says it', () => {
  expect(first(dev, commands, false)).toMatch(/^Live files are mounted over the images\. .*watch\.sh makes/);
  expect(first(prod, commands, false)).toBe(
    'Everything is baked: an edit takes effect after ./scripts/prod-mode.sh.',
  );
  expect(first(dev, commands, true)).toMatch(/^Logs: /);
});

it('a start says of what Compose alone mounts that nobody restarts anything for it', () => {
  const services = dev.services.map((service) => ({ ...service, plain: true as const }));
  expect(first({ ...dev, services }, commands, false)).toMatch(
    /^What is mounted is in the containers at once; .* needs \.\/opsconductor restart asset-service\.$/,
  );
});

it('a start speaks of live files only where there are any', () => {
  const services = dev.services.map((service) => ({ ...service, mounts: [] }));
  expect(first({ ...dev, services }, commands, false)).toBe(
    'Everything is baked: an edit takes effect after ./scripts/dev-mode.sh.',
  );
});
