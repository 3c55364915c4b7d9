import type { OwnRule } from '../model/own-rule.js';
import { eachService, type RunRule } from './rule.js';

/** A project's own rule as the others are. */
export function ownRule({ check, ...text }: OwnRule): RunRule {
  return {
    ...text,
    group: 'own',
    check: eachService((service, { facts }, system) => {
      const read = (path: string) => {
        const text = facts.read(path);
        return 'text' in text ? text.text : undefined;
      };
      return check(service, { system, read });
    }),
  };
}
