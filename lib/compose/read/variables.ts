import { parseEnvFile } from './dotenv.js';
import type { Log } from './log.js';
import type { ComposeOptions } from './parsed.js';
import { resolvePath } from './paths.js';
import type { Variables } from './template.js';

/** The variables that a project is read with: the shell's, and those of its env files below them. */
export function projectVariables(directory: string, options: ComposeOptions, log: Log): Variables {
  const shell = new Map(
    Object.entries(options.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  const files = options.envFiles ?? [resolvePath(directory, '.env')];
  return readEnvFiles(files, options.envFiles !== undefined, shell, options, log);
}

/**
 * The variables of env files, the last winning, below those that are known.
 * @param required whether a file that is not there is a problem
 */
export function readEnvFiles(
  files: readonly string[],
  required: boolean,
  known: Variables,
  { readFile }: ComposeOptions,
  log: Log,
): Variables {
  const all = new Map<string, string>();
  for (const file of files) {
    const text = readFile(file);
    if (text === undefined && required)
      log.problem({ file, line: 1, column: 1 }, 'the env file cannot be read');
    for (const { name, value } of parseEnvFile(text ?? '', new Map([...all, ...known])))
      if (value !== undefined) all.set(name, value);
  }
  return new Map([...all, ...known]);
}
