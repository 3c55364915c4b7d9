import { readFile } from 'node:fs/promises';
import { execaLong as execa } from '../engine/program.js';
import { UserError } from '../model/user-error.js';
import { runAsRoot } from './root-command.js';

/** @param osRelease the text of /etc/os-release */
export function isDebianFamily(osRelease: string): boolean {
  return /^(?:ID|ID_LIKE)=.*\b(?:debian|ubuntu)\b/m.test(osRelease);
}

/**
 * Installs Debian packages, without those they merely recommend.
 *
 * @param what what they are installed for, as it appears in an error: `Docker Engine`
 * @param optional further packages, installed where this release of Debian or Ubuntu knows them
 * @throws UserError where this is not Debian or Ubuntu, or root is not to be had
 */
export async function aptInstall(
  what: string,
  packages: readonly string[],
  log: (line: string) => void,
  optional: readonly string[] = [],
): Promise<void> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!isDebianFamily(osRelease)) {
    throw new UserError(
      `${what} is missing, and is only installed automatically on Debian and Ubuntu`,
      `install ${what} with this system's package manager, and run the command again`,
    );
  }
  log('reading the package lists');
  await runAsRoot(['apt-get', 'update', '-q']);
  const known = await Promise.all(optional.map(isKnown));
  const wanted = [...packages, ...optional.filter((_, index) => known[index])];
  log(`installing ${wanted.join(', ')}`);
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...wanted];
  await runAsRoot(['env', 'DEBIAN_FRONTEND=noninteractive', ...install]);
}

async function isKnown(name: string): Promise<boolean> {
  return !(await execa('apt-cache', ['show', name], { reject: false })).failed;
}
