import type { Settings } from '../synth/settings.js';
import { backupVariable, type Repository } from './repository.js';

/** What the schedule is made of, all absolute. */
export interface ScheduleOptions {
  readonly settings: Pick<Settings, 'conventions' | 'name' | 'directory'>;
  readonly repository: Repository;
  /** `--keep 7,5,12`; empty for the usual. */
  readonly words: string;
  /** The shell's PATH: a timer has another one. */
  readonly path: string;
}

/** A timer of systemd, and a line of cron that does the same: one of them is installed by hand. */
export function scheduleText({ settings, repository, words, path }: ScheduleOptions): string {
  const { conventions, name, directory } = settings;
  const call = `${conventions.commands.program} backup ${words}`.trim();
  const variables = [
    `${backupVariable(settings)}=${repository.location}`,
    `RESTIC_PASSWORD_FILE=${repository.passwordFile}`,
    `PATH=${path}`,
  ];
  const unit = `${name}-backup`;
  return [
    `# By systemd: these two files in ~/.config/systemd/user, then systemctl --user enable --now ${unit}.timer`,
    '# (loginctl enable-linger lets it run while nobody is signed in). What a remote needs to know goes into',
    '# further lines "Environment=".',
    '',
    `# ${unit}.service`,
    '[Unit]',
    `Description=Backup of ${conventions.title}`,
    '[Service]',
    'Type=oneshot',
    `WorkingDirectory=${escaped(directory)}`,
    ...variables.map((variable) => `Environment="${escaped(variable)}"`),
    `ExecStart=/bin/sh -c "exec ${call}"`,
    '',
    `# ${unit}.timer`,
    '[Unit]',
    `Description=Backup of ${conventions.title}, every night`,
    '[Timer]',
    'OnCalendar=*-*-* 03:00:00',
    'RandomizedDelaySec=10min',
    'Persistent=true',
    '[Install]',
    'WantedBy=timers.target',
    '',
    '# Or by cron, in one line of crontab -e:',
    `0 3 * * * cd ${quoted(directory)} && ${variables.map((variable) => assigned(variable)).join(' ')} ${call}`,
  ].join('\n');
}

/** A percent sign is systemd's own. */
function escaped(text: string): string {
  return text.replaceAll('%', '%%').replace(/["\\]/g, '\\$&');
}

/** A word of a shell, in a line of cron, where a percent sign would end it. */
function quoted(text: string): string {
  const word = /^[\w./:@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  return word.replaceAll('%', '\\%');
}

function assigned(variable: string): string {
  const at = variable.indexOf('=');
  return `${variable.slice(0, at)}=${quoted(variable.slice(at + 1))}`;
}
