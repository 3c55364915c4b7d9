import type { CheckedSystem } from '../model/checked-system.js';
import type { Facts } from '../model/facts.js';
import { type Finding, isError } from '../model/finding.js';
import { ALL_RULES, type ProjectRules } from '../model/own-rule.js';
import { check, RULES } from './check.js';
import type { PlaceConventions } from './rule.js';

/** Rules that never say an error: they read the most. */
const LIGHT = Object.fromEntries(
  RULES.filter(({ severity, worst = severity }) => worst !== 'error').map(({ id }) => [id, '']),
);

/** All errors that `check` finds, sooner: the rules that find none are not asked. */
export function checkForErrors(
  dev: CheckedSystem | undefined,
  prod: CheckedSystem | undefined,
  facts: Facts,
  conventions: PlaceConventions,
  rules: ProjectRules = ALL_RULES,
): Finding[] {
  const without = { ...rules.without, ...LIGHT };
  return check(dev, prod, facts, conventions, { ...rules, without }).filter(isError);
}
