import { expect, it } from 'vitest';
import { parsePlan, planText } from '../../lib/model/plan.js';

const PLAN = { sourceRoot: '/root', services: [] };

it('a plan is read as it was written', () => {
  expect(parsePlan(planText(PLAN))).toEqual({ version: 1, ...PLAN });
});

it.each([
  ['empty', ''],
  ['cut off', planText(PLAN).slice(0, -3)],
  ['of another version', JSON.stringify({ ...PLAN, version: 2 })],
  ['something else', '[]'],
  ['nothing', 'null'],
])('one that is %s is none', (_, text) => {
  expect(parsePlan(text)).toBeUndefined();
});
