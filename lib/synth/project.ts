import type { SystemDefinition } from '../construct/define-system.js';

/** Where a team keeps its description, and what it describes. */
export interface Project {
  /** The directory of `main.ts` and `cdktf.json`, absolute. */
  readonly directory: string;
  readonly system: SystemDefinition;
}
