import type { CheckedService, CheckedSystem } from './checked-system.js';
import type { Facts } from './facts.js';
import type { Finding, Severity } from './finding.js';
import type { RuleId } from './rule-id.js';

/** A wrong or a right example of what a rule is about. */
export interface Example {
  readonly language: 'yaml' | 'ts' | 'dockerfile' | 'python' | 'text';
  readonly text: string;
}

/** What a rule of a project's own may look at, beside the service that it checks. */
export interface OwnRuleContext {
  /** The service's whole system, in its mode. */
  readonly system: CheckedSystem;
  /** The source tree, paths relative to the source root. */
  readonly facts: Facts;
}

/** What a rule of a project's own found; the rest of the finding is the rule's. */
export type OwnClaim = Pick<Finding, 'at' | 'problem' | 'fix' | 'place'>;

/** A rule of a project's own: it checks every service, in each mode. */
export interface OwnRule {
  /** Small letters, digits and `-`; no other rule has it. */
  readonly id: string;
  /** An error ends every run before anything is written; the validator shows a warning or a note. */
  readonly severity: Severity;
  /** One sentence, true of every system that the rule is silent about. */
  readonly claim: string;
  /** What happens otherwise. */
  readonly why: string;
  readonly wrong: Example;
  readonly right: Example;
  /** What is wrong with a service; nothing where all is well. It changes nothing, and runs no program. */
  readonly check: (service: CheckedService, context: OwnRuleContext) => readonly OwnClaim[];
}

/** What a project changes of the rules. */
export interface ProjectRules {
  /** Rules of its own. */
  readonly own: readonly OwnRule[];
  /** Rules that it leaves out, each with the reason, which the validator shows. */
  readonly without: Readonly<Partial<Record<RuleId, string>>>;
}

/** All rules, and no others. */
export const ALL_RULES: ProjectRules = { own: [], without: {} };
