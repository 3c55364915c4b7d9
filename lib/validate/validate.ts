import { placesAreFree } from '../rules/places-are-free.js';
import type { Project } from '../synth/project.js';
import { bothEngines } from './compose-alone.js';
import { ownSubject } from './own.js';
import { runsInSwarm } from './runs-in-swarm.js';
import { servicesAreCreated } from './unused-services.js';
import { runValidation, type ValidateOptions, type ValidateResult } from './validation.js';

/**
 * Checks the project's own system, or a Compose setup.
 * @throws UserError for a call that is wrong
 */
export function validate(project: Project, options: ValidateOptions): Promise<ValidateResult> {
  const { conventions, rules } = project.system;
  const validated = {
    ...{ directory: project.directory, conventions, rules },
    more: [servicesAreCreated, bothEngines, runsInSwarm, placesAreFree],
    subject: () => ownSubject(project),
  };
  return runValidation(validated, options);
}
