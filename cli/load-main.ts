import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COMMANDS } from '../lib/construct/define-system.js';
import { UserError } from '../lib/model/user-error.js';
import { runReported } from './report.js';

/** Runs a command by the `main.ts` of the directory that it is called in. */
export function loadMain(words: readonly string[]): Promise<void> {
  return runReported({ conventions: { commands: COMMANDS } }, async () => {
    const main = join(process.cwd(), 'main.ts');
    if (!existsSync(main))
      throw new UserError(
        `there is no main.ts in ${process.cwd()}`,
        `go to the project's directory, or start one here: ${COMMANDS.entry} init`,
      );
    // without a command `main.ts` would synthesise
    if (words.length === 0) process.argv.push('--help');
    // as it is published there is nothing yet that reads TypeScript
    if (import.meta.url.endsWith('.js')) {
      const { register } = await import('tsx/esm/api');
      register();
    }
    await imported(main);
  });
}

/** @throws UserError where it, or what it imports, imports what is not there */
async function imported(main: string): Promise<void> {
  try {
    await import(pathToFileURL(main).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError(
      message.replace(/^Cannot/, 'cannot'),
      'correct the import, or install what is missing: npm install',
    );
  }
}
