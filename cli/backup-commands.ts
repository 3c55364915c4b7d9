import { Argument, type Command } from 'commander';
import { type Policy, policyOption } from '../lib/backup/keep.js';
import { environmentName } from '../lib/model/conventions.js';
import type { Project } from '../lib/synth/project.js';
import type { BackupCall, BackupWord } from './backup.js';
import { JSON_HELP } from './json-option.js';
import { addExamples, typedFor } from './usage.js';
import { WAIT_HELP, waitOption } from './wait-option.js';

const WORDS: readonly BackupWord[] = ['init', 'list', 'verify', 'schedule'];

/** What keeps the data. */
export function addBackupCommands(program: Command, project: Project): void {
  const { conventions } = project.system;
  const typed = (name: string) => typedFor(name, conventions.commands);
  const where = environmentName(conventions, 'BACKUP');
  const backup = program
    .command('backup')
    .description(
      `copy the data of what runs, encrypted, to where ${where} says: a directory, or a remote of restic`,
    )
    .addArgument(
      new Argument('[what]', 'init, list, verify or schedule; without it, a backup is taken').choices(WORDS),
    )
    .argument('[id]', 'of verify: the backup, as list shows it; default: the newest')
    .option(
      '--keep <days,weeks,months>',
      'one backup of each is kept, and all of two days; default: 7,5,12',
      (value): Policy => policyOption(value),
    )
    .option('--json', JSON_HELP)
    .action(async (what: BackupWord | undefined, id: string | undefined, options: BackupCall) => {
      const { backup } = await import('./backup.js');
      await backup(project, what, id, options);
    });
  addExamples(backup, typed('backup'), [
    ['init', 'begins at a new place, and makes up the password'],
    ['', 'takes a backup, and removes those that are not to be kept'],
    ['list', 'the backups that are there'],
    ['verify', 'restores the newest into scratch volumes, and compares counts and checksums'],
    ['schedule', 'prints a timer of systemd, and a line of cron'],
  ]);
  const restore = program
    .command('restore')
    .description('bring the data of a backup back, into fresh volumes; those from before stay')
    .argument('[id]', 'as backup list shows it; default: the newest')
    .option('--yes', 'do not ask')
    .option('--wait-timeout <seconds>', WAIT_HELP, waitOption)
    .action(async (id: string | undefined, options: { yes?: boolean; waitTimeout?: number }) => {
      const { restore } = await import('./restore.js');
      await restore(project, id, options);
    });
  addExamples(restore, typed('restore'), [
    ['', 'the newest backup: fills and proves fresh volumes, then the system goes over to them'],
    ['20301231-235959', 'another one'],
  ]);
}
