import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMANDS } from '../lib/construct/define-system.js';
import { UserError } from '../lib/model/user-error.js';
import { explained } from './explained.js';
import { runReported } from './report.js';

/** The commands that write or start what is described, or say whether it is right. */
const CHECKED: readonly string[] = ['dev', 'prod', 'synth', 'validate', 'export'];

/** Runs a command by the `main.ts` of the directory that it is called in. */
export function loadMain(words: readonly string[]): Promise<void> {
  return runReported(
    { conventions: { commands: COMMANDS } },
    async () => {
      const main = join(process.cwd(), 'main.ts');
      if (!existsSync(main))
        throw new UserError(
          `there is no main.ts in ${process.cwd()}`,
          `go to the project's directory, or start one here: ${COMMANDS.program} init`,
        );
      // without a command `main.ts` would synthesise
      if (words.length === 0) process.argv.push('--help');
      const endTypes = CHECKED.includes(words[0] ?? '') ? await beginTypes(words[0]) : undefined;
      // as it is published there is nothing yet that reads TypeScript
      if (import.meta.url.endsWith('.js')) {
        if (!('registerHooks' in module))
          throw new UserError(
            `Node ${process.version} is too old to load main.ts`,
            'use Node 22.15 or newer',
          );
        await import(new URL('typescript.mjs', import.meta.url).href);
      }
      await import(pathToFileURL(main).href).catch(async (error: unknown) => {
        const { stopAnyway } = await import('./stop-anyway.js');
        if (!(await stopAnyway(process.cwd(), words))) throw error;
        console.error(
          `note: main.ts does not load (${(error as Error).message.split('\n')[0]}); the last start had noted what it started`,
        );
      });
      await endTypes?.();
    },
    explained,
  );
}

/** Loaded where types are checked: what it reads its results with takes longer than all the help. @returns what ends the check */
async function beginTypes(command: string | undefined): Promise<() => Promise<void>> {
  const { endWithTypes, TypeCheck } = await import('./type-check.js');
  const types = TypeCheck.of(process.cwd());
  return () => endWithTypes(types, command);
}
