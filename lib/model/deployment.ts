import { WORK_DIRECTORY } from './image.js';
import type { Mode } from './mode.js';

/** Who makes a system's containers. */
export type Engine = 'compose' | 'terraform';

/** A system's name where nobody gives it another. */
export const DEFAULT_NAME = 'opsconductor';

/** Which system, and in which mode; a `SystemSpec` is one. */
export interface Deployment {
  readonly name: string;
  readonly mode: Mode;
}

/** In a file's name: `prod`, and `second.prod` for a second system of the same directory, which must not share the file. */
function fileWord({ name, mode }: Deployment): string {
  return name === DEFAULT_NAME ? mode : `${name}.${mode}`;
}

/** The resolved system as JSON, relative to the source root: what a deploy by Terraform prepares. */
export function systemFile(deployment: Deployment): string {
  return `${WORK_DIRECTORY}/system.${fileWord(deployment)}.json`;
}

/**
 * Where a deploy by Terraform notes itself, relative to the source root: a word that is its own, and ` unfinished`
 * until it is complete.
 */
export function preparationFile(deployment: Deployment): string {
  return `${WORK_DIRECTORY}/preparation.${fileWord(deployment)}`;
}

/** Terraform's state, relative to the project's directory; it holds the containers' environment, secrets too. */
export function stateFile(deployment: Deployment): string {
  return `terraform.${fileWord(deployment)}.tfstate`;
}

/** The same as seen from the stack's folder in cdktf.out: where the stack says that its state is. */
export function statePath(deployment: Deployment): string {
  return `../../../${stateFile(deployment)}`;
}
