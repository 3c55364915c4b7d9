import { NO_NEW_PRIVILEGES } from '../../construct/definition.js';
import type { CheckedService } from '../../model/checked-system.js';
import { eachService, isForeign, type Rule } from '../rule.js';

/** No container that says what it may lets its programs gain privileges. */
export const noNewPrivileges: Rule = {
  id: NO_NEW_PRIVILEGES,
  severity: 'error',
  group: 'safety',
  claim: 'No container declares that its programs may gain privileges.',
  why: 'A set-uid program or one with file capabilities makes more of whoever starts it, which is what somebody who has broken in looks for.',
  wrong: { language: 'yaml', text: 'security_opt: [no-new-privileges:false]' },
  right: { language: 'yaml', text: 'security_opt: [no-new-privileges:true]' },
  check: eachService((service, input) =>
    service.securityOptions && !gainsNone(service)
      ? [
          {
            at: 'securityOptions',
            problem: 'lets its programs gain privileges',
            fix: isForeign(service, input)
              ? 'write no-new-privileges:true, if no program of it has to gain some'
              : 'add no-new-privileges:true, or declare why a program has to gain some',
          },
        ]
      : [],
  ),
};

/** Whether no program of a container can be more than who starts it. */
export function gainsNone({ securityOptions = [] }: CheckedService): boolean {
  return securityOptions.some((option) => /^no-new-privileges([:=]true)?$/.test(option));
}
