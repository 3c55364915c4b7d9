import { eachService, type Rule } from '../rule.js';

/** What a service waits for is a service of its system. */
export const knownDependencies: Rule = {
  id: 'known-dependencies',
  severity: 'error',
  group: 'wiring',
  claim: 'Every service waits only for services of its own system.',
  why: 'The engine refuses a system in which a service waits for one that does not exist.',
  wrong: { language: 'yaml', text: 'depends_on: [postgress]' },
  right: { language: 'yaml', text: 'depends_on: [postgres]' },
  check: eachService(({ dependsOn }, _, { services, inactive = {} }) =>
    dependsOn
      .filter((name) => !services.some((service) => service.name === name))
      .map((name) => {
        const at = `dependsOn[${name}]`;
        const [profile] = Object.hasOwn(inactive, name) ? (inactive[name] ?? []) : [];
        return profile === undefined
          ? {
              at,
              problem: `waits for "${name}", which the system does not have`,
              fix: `add ${name} to the system`,
            }
          : {
              at,
              problem: `waits for "${name}", which only profile "${profile}" starts`,
              fix: 'give both the same profiles, or wait with `required: false`',
            };
      }),
  ),
};
