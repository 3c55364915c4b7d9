import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseEnvFile } from '../compose/read/dotenv.js';
import { conventionsOf } from '../construct/define-system.js';
import { TOOL } from '../model/tool.js';
import { UsageError } from '../model/user-error.js';
import { composeSubject } from './compose.js';
import { runValidation, type ValidateOptions, type ValidateResult } from './validation.js';

/** What Compose reads where nobody names a file, and lays over it: of each the first that is there. */
const FOUND: readonly (readonly string[])[] = [
  ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'],
  [
    'compose.override.yml',
    'compose.override.yaml',
    'docker-compose.override.yml',
    'docker-compose.override.yaml',
  ],
];

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
  const named = composeFile(directory);
  if (named) return named.split(process.env.COMPOSE_PATH_SEPARATOR || delimiter);
  const [first, override] = FOUND.map((names) => names.find((name) => existsSync(join(directory, name))));
  if (first === undefined)
    throw new UsageError(
      `there is no Compose file in ${directory}`,
      'name its files with --compose, or --dev and --prod',
    );
  return override === undefined ? [first] : [first, override];
}

/** What names the files for Compose: a variable of the shell, else of `.env`. */
function composeFile(directory: string): string | undefined {
  const path = join(directory, '.env');
  const lines = existsSync(path) ? parseEnvFile(readFileSync(path, 'utf8'), new Map()) : [];
  return process.env.COMPOSE_FILE ?? lines.findLast(({ name }) => name === 'COMPOSE_FILE')?.value;
}
