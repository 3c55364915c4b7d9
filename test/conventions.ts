import type { Conventions, Named } from '../lib/model/conventions.js';
import type { Project } from '../lib/synth/project.js';
import { opsconductor } from '../stacks/opsconductor.js';

/** The names and places that the tests' expectations have: OpsConductor's. */
export const CONVENTIONS: Conventions = opsconductor.conventions;

/** The shared directory of the tests' source trees. */
export const SHARED = 'shared';

/** A system by its name. */
export function named(name: string): Named {
  return { name, conventions: CONVENTIONS };
}

/** OpsConductor, described in a directory. */
export function projectAt(directory: string): Project {
  return { directory, system: opsconductor };
}
