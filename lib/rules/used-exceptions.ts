import { NO_NEW_PRIVILEGES, NOT_ROOT } from '../construct/definition.js';
import type { CheckedService } from '../model/checked-system.js';
import type { Finding } from '../model/finding.js';
import { placeOf, type RuleText } from './rule.js';

/** An exception is there for something that a rule really finds. */
export const usedExceptions: RuleText = {
  id: 'used-exceptions',
  severity: 'warning',
  group: 'safety',
  claim: 'Every declared exception names a rule that exists, and something that the rule finds.',
  why: 'An exception that excuses nothing hides the next fault.',
  wrong: { language: 'ts', text: "exceptions: { 'no-bind-in-prod': 'needs root' }" },
  right: { language: 'ts', text: "exceptions: { 'not-root': 'needs root' }" },
};

/** Exceptions that excuse nothing in either mode, each once. */
export function unusedExceptions(
  services: readonly CheckedService[],
  findings: readonly Finding[],
  rules: ReadonlySet<string>,
): Finding[] {
  const key = (service: string, rule: string) => `${service}\0${rule}`;
  const nameOf = new Map(services.map((service) => [placeOf(service), service.name]));
  const used = new Set(
    findings
      .filter(({ exception }) => exception !== undefined)
      .map(({ where, rule }) => key(nameOf.get(where) ?? where, rule)),
  );
  return services.flatMap((service) =>
    Object.keys(service.exceptions).flatMap((rule) => {
      if (used.has(key(service.name, rule)) || isForImage(service, rule)) return [];
      // the other mode has the same: said once
      used.add(key(service.name, rule));
      const { id, severity } = usedExceptions;
      const known = rules.has(rule);
      return [
        {
          rule: id,
          severity,
          where: placeOf(service),
          at: `exceptions[${rule}]`,
          problem: known ? `excuses nothing: ${rule} finds nothing here` : `"${rule}" is not a rule`,
          fix: known ? 'remove it' : 'name the rule that is meant, or remove it',
        },
      ];
    }),
  );
}

/**
 * What keeps capabilities for its own image needs one of two: root, or what setcap gave to a file. Which of them is for the
 * Dockerfile to say, and each source tree has another one.
 */
function isForImage({ image, capabilities }: CheckedService, rule: string): boolean {
  const keeps = image?.kind === 'build' && (capabilities?.add.length ?? 0) > 0;
  return keeps && (rule === NOT_ROOT || rule === NO_NEW_PRIVILEGES);
}
