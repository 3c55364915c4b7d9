import type { Finding } from '../model/finding.js';
import type { DescribedStacks } from '../places/construct-places.js';
import { unusedServices } from '../places/declared-services.js';
import type { RuleText } from '../rules/rule.js';

/** A class that describes a service is there for a stack to create it. */
export const servicesAreCreated: RuleText = {
  id: 'services-are-created',
  severity: 'warning',
  group: 'strategy',
  claim: 'Every service that the constructs declare is created by a stack.',
  why: 'What no stack creates runs in neither mode, and no rule looks at it.',
  wrong: {
    language: 'ts',
    text: '// constructs/billing.ts, and no "new Billing(…)" anywhere\nexport class Billing',
  },
  right: { language: 'ts', text: "// in the stack\nnew Billing(this, 'billing', { mode });" },
};

/** A finding for each service that is declared and in no stack. */
export function unusedServiceFindings(directory: string, stacks: DescribedStacks): Finding[] {
  return unusedServices(directory, stacks).map(({ name, place }) => ({
    rule: servicesAreCreated.id,
    severity: servicesAreCreated.severity,
    where: 'system',
    at: name,
    problem: 'is declared, and no stack creates it',
    fix: `create it in a stack (new ${name}(…)), or delete it`,
    place,
  }));
}
