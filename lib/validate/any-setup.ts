import { conventionsOf } from '../construct/define-system.js';
import { TOOL } from '../model/tool.js';
import { UsageError } from '../model/user-error.js';
import { composeFilesIn } from '../synth/found-files.js';
import { composeSubject } from './compose.js';
import { runValidation, type ValidateOptions, type ValidateResult } from './validation.js';

/**
 * Checks the Compose setup that is named, or that Compose would find in the directory: nothing of this library need be there.
 * @throws UserError for a call that is wrong
 */
export function validateAnySetup(directory: string, options: ValidateOptions): Promise<ValidateResult> {
  const conventions = conventionsOf({ name: TOOL });
  const validated = {
    ...{ directory, conventions, rules: { own: [], without: {} }, more: [] },
    subject: (calledFrom: string) =>
      composeSubject(calledFrom, conventions, { compose: filesIn(calledFrom) }),
  };
  return runValidation(validated, options);
}

/** @throws UsageError where there are none */
function filesIn(directory: string): readonly string[] {
  const files = composeFilesIn(directory);
  if (files.length === 0)
    throw new UsageError(
      `there is no Compose file in ${directory}`,
      'name its files with --compose, or --dev and --prod',
    );
  return files;
}
