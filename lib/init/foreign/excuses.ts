import type { Conventions } from '../../model/conventions.js';
import type { Facts } from '../../model/facts.js';
import { type Finding, isError } from '../../model/finding.js';
import type { Mode } from '../../model/mode.js';
import { NEVER_EXCEPTED } from '../../model/rule-id.js';
import { check, rulesOf } from '../../rules/check.js';
import type { ImportedSystem } from './imported.js';
import type { Rewritten } from './system-of.js';

/** What the rules find in a system as it was, and how the written project declares it. */
export interface Excuses {
  readonly found: readonly Finding[];
  /** Rules that the whole project is without: rule → reason. */
  readonly without: Readonly<Record<string, string>>;
  /** Service → rule → reason. */
  readonly exceptions: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/**
 * A system that ran is to run again: each error of a rule becomes a declared exception, which every report shows. What containers
 * may do is declared for all services at once, for no Compose file says it of any.
 */
export function excusesFor(
  { dev, prod }: Readonly<Record<Mode, Rewritten>>,
  conventions: Conventions,
  facts: Facts,
): Excuses {
  const rules = { own: [], without: {} };
  const found = check(dev.system, prod.system, facts, conventions, rules).filter(isError);
  const groups = new Map(rulesOf(rules).map(({ id, group }) => [id, group]));
  const without: Record<string, string> = {};
  const exceptions = new Map<string, Record<string, string>>();
  for (const { rule, where } of found) {
    const [, service] = /^(?:dev|prod)\/(.+)$/.exec(where) ?? [];
    const isCommon = groups.get(rule) === 'safety' && rule !== 'no-literal-secret';
    if (service === undefined || isCommon || (NEVER_EXCEPTED as readonly string[]).includes(rule))
      without[rule] = 'as the Compose files were';
    else exceptions.set(service, { ...exceptions.get(service), [rule]: 'as the Compose files were' });
  }
  return { found, without, exceptions };
}

/** The system with its exceptions declared. */
export function excused(system: ImportedSystem, { exceptions }: Excuses): ImportedSystem {
  const services = system.services.map((service) => {
    const its = exceptions.get(service.name);
    return its ? { ...service, description: { ...service.description, exceptions: its } } : service;
  });
  return { ...system, services };
}
