import { eachService, type Rule } from '../rule.js';

/** No container is privileged. */
export const notPrivileged: Rule = {
  id: 'not-privileged',
  severity: 'error',
  group: 'safety',
  claim: 'No container is privileged.',
  why: "A privileged container has all of the host's devices and capabilities: it is the host.",
  wrong: { language: 'yaml', text: 'privileged: true' },
  right: { language: 'yaml', text: 'cap_add: [NET_RAW]' },
  check: eachService(({ privileged }) =>
    privileged
      ? [{ at: 'privileged', problem: 'is privileged', fix: 'name the capabilities that it needs' }]
      : [],
  ),
};
