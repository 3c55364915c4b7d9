import type { CheckedService, CheckedSystem } from '../model/checked-system.js';
import type { Conventions } from '../model/conventions.js';
import type { Facts } from '../model/facts.js';
import type { Finding, Severity } from '../model/finding.js';
import type { Example } from '../model/own-rule.js';
import type { RuleId } from '../model/rule-id.js';
import type { Images } from './image.js';

/** What people read of a rule: RULES.md is generated from it. */
export interface RuleText {
  /** The name of its file. */
  readonly id: string;
  /** Of its findings, where they do not say another. */
  readonly severity: Severity;
  /** Where some of its findings are errors, though it usually says less. @default - none is */
  readonly worst?: 'error';
  /** The folder of its file: what it is about. */
  readonly group: Group;
  /** One sentence, true of every system that the rule is silent about. */
  readonly claim: string;
  /** What happens otherwise, in one or two sentences. */
  readonly why: string;
  readonly wrong: Example;
  readonly right: Example;
}

/** In the order in which they are read. */
export const GROUPS = {
  strategy: 'Strategy',
  source: 'Source side of a mount',
  target: 'Target side of a mount',
  parity: 'Dev equals prod',
  build: 'Build',
  wiring: 'Wiring',
  effect: 'Effect of an edit',
  safety: 'Secrets and hardening',
  reading: 'Reading a Compose setup',
  own: "The project's own",
} as const;

export type Group = keyof typeof GROUPS;

/** What is checked, and what may be known of the world around it. A mode that is not given is not checked. */
export interface CheckInput extends Images {
  readonly dev?: CheckedSystem;
  readonly prod?: CheckedSystem;
  readonly facts: Facts;
  readonly conventions: PlaceConventions;
}

/** What rules have to know of a system's places, and of its words for the modes. */
export type PlaceConventions = Pick<Conventions, 'appDirectory' | 'shared' | 'modes'>;

/** A finding as a rule states it: the rest of it is the rule's own. */
export type Claim = Omit<Finding, 'rule' | 'severity' | 'exception'> & {
  /** @default - the rule's */
  readonly severity?: Severity;
  /** Whether the rule itself failed there: the problem is what its code said. */
  readonly failed?: true;
};

/** A rule that is run: one of ours, or a project's own. */
export interface RunRule extends RuleText {
  readonly check: (input: CheckInput) => readonly Claim[];
}

export interface Rule extends RunRule {
  readonly id: RuleId;
}

/** A claim about one service: where it is, is known. */
export type ServiceClaim = Omit<Claim, 'where'>;

/** Checks each service of each mode by itself. */
export function eachService(
  check: (service: CheckedService, input: CheckInput, system: CheckedSystem) => readonly ServiceClaim[],
): Rule['check'] {
  return eachSystem((system, input) =>
    system.services.flatMap((service) =>
      guarded(placeOf(service), () => check(service, input, system)).map((claim) => ({
        where: placeOf(service),
        ...claim,
      })),
    ),
  );
}

/** Checks the system of each mode by itself. */
export function eachSystem(
  check: (system: CheckedSystem, input: CheckInput) => readonly Claim[],
): Rule['check'] {
  return (input) => systemsOf(input).flatMap((system) => guarded(system.mode, () => check(system, input)));
}

/** Checks what stands between the two modes, where both are given. */
export function betweenModes(
  check: (dev: CheckedSystem, prod: CheckedSystem, input: CheckInput) => readonly Claim[],
): Rule['check'] {
  return (input) => (input.dev && input.prod ? check(input.dev, input.prod, input) : []);
}

export function systemsOf({ dev, prod }: CheckInput): CheckedSystem[] {
  return [dev, prod].filter((system) => system !== undefined);
}

/** Whether a service is of a system that somebody else wrote: its files know neither live paths nor exceptions. */
export function isForeign({ mode }: CheckedService, input: CheckInput): boolean {
  return input[mode]?.foreign === true;
}

/** A service as findings name it: `dev/order-service`. */
export function placeOf({ mode, name }: CheckedService): string {
  return `${mode}/${name}`;
}

/** What a check says, or that its code threw: one rule that fails ends neither the others nor its own checks elsewhere. */
export function guarded<C extends Claim | ServiceClaim>(
  where: string,
  check: () => readonly C[],
): readonly (C | Claim)[] {
  try {
    return check();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const fix = 'report it with the setup; the rule says nothing of the rest here';
    return [{ where, at: 'rule', severity: 'warning', problem: said, fix, failed: true }];
  }
}
