import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseEnvFile } from '../compose/read/dotenv.js';

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

/** The Compose files that Compose would find in a directory; none where there are none. */
export function composeFilesIn(directory: string): readonly string[] {
  const said = variablesOf(directory);
  const named = said('COMPOSE_FILE');
  if (named) return named.split(said('COMPOSE_PATH_SEPARATOR') || delimiter);
  const [first, override] = FOUND.map((names) => names.find((name) => existsSync(join(directory, name))));
  if (first === undefined) return [];
  return override === undefined ? [first] : [first, override];
}

/** Variables of the shell, else of `.env`, by their names. */
function variablesOf(directory: string): (name: string) => string | undefined {
  const path = join(directory, '.env');
  const lines = existsSync(path) ? parseEnvFile(readFileSync(path, 'utf8'), new Map()) : [];
  return (variable) => process.env[variable] ?? lines.findLast(({ name }) => name === variable)?.value;
}
