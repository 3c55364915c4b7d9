import type { Deployment } from './deployment.js';
import type { ServiceSpec } from './service-spec.js';

/** What a guard is told of a system that runs; plain JSON. */
export interface GuardPlan extends Deployment {
  /** Absolute. */
  readonly sourceRoot: string;
  readonly services: readonly Pick<ServiceSpec, 'name' | 'container' | 'kind'>[];
}
