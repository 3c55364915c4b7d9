import type { Engine } from '../../lib/model/deployment.js';

/** A fault that is injected, as a row of the table in docs/reliability.md. */
export interface Fault {
  readonly fault: string;
  /** What has to come of it. */
  readonly outcome: string;
  /** Why an engine is not asked, where it is not. */
  readonly not?: Partial<Record<Engine, string>>;
}

/** All of them, run or not: what no run has done yet, the table says. */
export const FAULTS = {
  'broken-dockerfile': {
    fault: 'a Dockerfile that is none',
    outcome: 'refused, with the line; no container is touched',
  },
  'failing-run': {
    fault: 'a `RUN` that fails',
    outcome: 'its log is shown; no container is touched',
  },
  'missing-base': {
    fault: 'a base image that nobody has',
    outcome: 'named; no container is touched',
  },
} satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;
