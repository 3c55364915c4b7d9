import { execaLong as execa } from '../engine/program.js';
import { type Conventions, environmentName } from '../model/conventions.js';
import { aptInstall } from './apt.js';
import type { SetupPart } from './part.js';

/** What makes backups, as it names itself; undefined where it is not installed. */
export async function resticVersion(): Promise<string | undefined> {
  const { failed, stdout } = await execa('restic', ['version'], { reject: false });
  return failed ? undefined : /^restic \S+/.exec(String(stdout))?.[0];
}

/** Where the environment says that backups go, without a password that an address may have in it. */
export function backupLocation(conventions: Conventions, environment = process.env): string | undefined {
  return (
    environment[environmentName(conventions, 'BACKUP')]?.replace(/(\/\/[^/:@]*):[^/@]*@/, '$1:***@') ||
    undefined
  );
}

/** What makes backups, for whoever has said where they go. */
export function resticPart(): SetupPart {
  return {
    name: 'restic',
    why: 'it makes the backups',
    check: async () => ((await resticVersion()) === undefined ? 'restic is not installed' : undefined),
    mend: (log) => aptInstall('restic', ['restic'], log),
  };
}
