import type { CheckedService, CheckedSystem } from './checked-system.js';
import type { Severity } from './finding.js';
import type { RuleId } from './rule-id.js';

/** A wrong or a right example of what a rule is about. */
export interface Example {
  /** What it is written in. */
  readonly language: 'yaml' | 'ts' | 'dockerfile' | 'python' | 'text';
  /** A few lines. */
  readonly text: string;
}

/** What a rule of a project's own may look at, beside the service that it checks. */
export interface OwnRuleContext {
  /** The service's whole system, in its mode. */
  readonly system: CheckedSystem;
  /** The text of a file of the source tree; the path is relative to it. Undefined where there is no such file. */
  readonly read: (path: string) => string | undefined;
}

/** What a rule of a project's own found; the rest of the finding is the rule's. */
export interface OwnClaim {
  /** The attribute, as a path: `mounts[/app/data]`. */
  readonly at: string;
  /** What is wrong, without a full stop. */
  readonly problem: string;
  /** What to do, without a full stop. */
  readonly fix: string;
}

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
  /** What the rule finds. */
  readonly wrong: Example;
  /** The same as it should be. */
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
