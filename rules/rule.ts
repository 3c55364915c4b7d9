import type { Finding } from '../model/finding.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';

/** What a rule says of one place. */
type Claim = Pick<Finding, 'at' | 'problem' | 'fix'>;

/** A claim about each service by itself. */
export interface ServiceRule {
  readonly id: string;
  readonly checkService: (service: ServiceSpec) => readonly Claim[];
}

/** A claim about a whole system, or about what stands between its services. */
export interface SystemRule {
  readonly id: string;
  readonly checkSystem: (system: SystemSpec) => readonly (Claim & { readonly service?: string })[];
}

export type Rule = ServiceRule | SystemRule;
