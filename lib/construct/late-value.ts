import type { Environment, EnvironmentValue } from '../model/environment.js';

/** A variable's value that is known when the whole stack is: which way browsers come is decided by the gateway, created last. */
export interface LateValue {
  /** Works it out. */
  readonly late: () => EnvironmentValue;
}

/** Variables, some of which are not known yet. */
export type LateEnvironment = Readonly<Record<string, EnvironmentValue | LateValue>>;

/** All of them, when the stack is complete. */
export function known(environment: LateEnvironment): Environment {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, 'late' in value ? value.late() : value]),
  );
}
