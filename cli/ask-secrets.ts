import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { missingSecrets, noteSecret } from '../lib/disk/secrets.js';
import { secretsPath } from '../lib/disk/secrets-file.js';
import type { Mode } from '../lib/model/mode.js';
import type { Description } from '../lib/synth/description.js';
import { answerOf } from './answer-of.js';

/**
 * Asks for what nobody but the team knows, once: the file of secrets has it from then on. Without a terminal nobody is asked,
 * and the start says what is missing.
 * @throws UserError for a value that nobody could read again
 */
export async function askSecrets({ systems, settings }: Description, mode: Mode): Promise<void> {
  if (!process.stdin.isTTY) return;
  const system = systems[mode];
  for (const secret of missingSecrets(settings.sourceRoot, system)) {
    const value = await askHidden(`${secret.name} (comes from the team; not shown): `);
    noteSecret(settings.sourceRoot, system, secret, value);
    console.log(`Noted in ${secretsPath(settings.sourceRoot, system)}`);
  }
}

/** What is typed is not shown. */
async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_, __, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stdout.write(question);
  try {
    return await answerOf(terminal, terminal.question(''));
  } finally {
    process.stdout.write('\n');
  }
}
