import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ignoreWorkDirectory, writeAtomically } from '../disk/files.js';
import { environmentName } from '../model/conventions.js';
import { UsageError } from '../model/user-error.js';
import type { Settings } from '../synth/settings.js';

/** Where backups go, and what they are encrypted with. */
export interface Repository {
  /** A directory, or whatever else restic knows: `sftp:host:/path`, `s3:…`, `rest:https://…`. */
  readonly location: string;
  /** Absolute; the password is never anywhere else. */
  readonly passwordFile: string;
}

type Placed = Pick<Settings, 'conventions' | 'sourceRoot' | 'directory'>;

/** The variable that says where backups go. */
export function backupVariable({ conventions }: Pick<Settings, 'conventions'>): string {
  return environmentName(conventions, 'BACKUP');
}

/** Undefined where nobody has said where backups go. */
export function repositoryOf(
  settings: Placed,
  environment: NodeJS.ProcessEnv = process.env,
): Repository | undefined {
  const said = environment[backupVariable(settings)];
  if (!said) return undefined;
  const { sourceRoot, directory, conventions } = settings;
  const own = join(sourceRoot, conventions.workDirectory, 'backup.password');
  const file = environment.RESTIC_PASSWORD_FILE;
  return {
    // one letter is a drive, and not a remote
    location: /^[a-z0-9]{2,}:/.test(said) ? said : resolve(directory, said),
    passwordFile: file ? resolve(directory, file) : own,
  };
}

/** @throws UsageError where nobody has said where backups go */
export function requireRepository(settings: Placed): Repository {
  const repository = repositoryOf(settings);
  if (repository) return repository;
  throw new UsageError(
    `nobody has said where backups go`,
    `set ${backupVariable(settings)} to a directory or a remote of restic, then ${settings.conventions.commands.program} backup init`,
  );
}

/** Makes up the password where there is none. @returns whether it did */
export function ensurePassword({ sourceRoot, conventions }: Placed, { passwordFile }: Repository): boolean {
  if (existsSync(passwordFile)) return false;
  ignoreWorkDirectory(sourceRoot, conventions);
  writeAtomically(passwordFile, `${randomBytes(24).toString('base64url')}\n`, 0o600);
  return true;
}

/** A location as it may be shown: a remote's address may have a password in it. */
export function shownLocation({ location }: Pick<Repository, 'location'>): string {
  return location.replace(/(\/\/[^/:@]*):[^/@]*@/, '$1:***@');
}
