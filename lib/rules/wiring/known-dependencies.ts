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
  check: eachService(({ dependsOn }, _, { services }) =>
    dependsOn
      .filter((name) => !services.some((service) => service.name === name))
      .map((name) => ({
        at: `dependsOn[${name}]`,
        problem: `waits for "${name}", which the system does not have`,
        fix: `add ${name} to the system`,
      })),
  ),
};
