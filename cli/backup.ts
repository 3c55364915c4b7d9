import { describeContent } from '../lib/backup/content.js';
import { keepBy, type Policy, USUAL_POLICY } from '../lib/backup/keep.js';
import { type KeptPart, listBackups, momentOf } from '../lib/backup/manifest.js';
import { ensurePassword, requireRepository, shownLocation } from '../lib/backup/repository.js';
import { Restic } from '../lib/backup/restic.js';
import { scheduleText } from '../lib/backup/schedule.js';
import { settleRestore } from '../lib/backup/settle.js';
import { takeBackup } from '../lib/backup/take.js';
import { verifyBackup } from '../lib/backup/verify.js';
import { underway } from '../lib/engine/interruption.js';
import { type BackupPlan, backupPlan } from '../lib/model/backup.js';
import { counted } from '../lib/model/counted.js';
import { systemName } from '../lib/model/deployment.js';
import { formatSize } from '../lib/model/format-size.js';
import { MODES } from '../lib/model/mode.js';
import { UsageError } from '../lib/model/user-error.js';
import { runningSystem } from '../lib/operate/running-system.js';
import { secretPaths } from '../lib/operate/secret-paths.js';
import { type WhatRuns, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describeStarted } from '../lib/synth/started.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

/** What `backup` does instead of taking one. */
export type BackupWord = 'init' | 'list' | 'verify' | 'schedule';

export interface BackupCall {
  readonly keep?: Policy;
  readonly json?: boolean;
}

/** `backup`, and what goes with it. */
export async function backup(
  project: Project,
  what: BackupWord | undefined,
  id: string | undefined,
  { keep, json = false }: BackupCall,
): Promise<void> {
  const settings = readSettings(project);
  if (id !== undefined && what !== 'verify')
    throw new UsageError(`too many arguments: backup ${what} takes no id`, 'leave it out');
  if (json && what !== 'list')
    throw new UsageError('--json is for backup list', 'leave it out, and go by the exit code');
  const repository = requireRepository(settings);
  if (what === 'schedule') {
    const words = keep ? `--keep ${keep.daily},${keep.weekly},${keep.monthly}` : '';
    console.log(scheduleText({ settings, repository, words, path: process.env.PATH ?? '' }));
    return;
  }
  const restic = new Restic(repository, settings.conventions.commands);
  if (what === 'init') return init(restic, settings);
  await restic.require();
  if (what === 'list') return list(restic, settings, json);
  const runs = await runsForBackup(project, 'backup');
  const plan = planOf(project, runs);
  if (what === 'verify') {
    const { id: proven } = await underway({ state: 'no backup was proven, and nothing was changed' }, () =>
      verifyBackup(restic, runs, plan, {
        ...{ id, secretFilesOf: secretPaths(runningSystem(project, runs), runs), say: sayPart },
      }),
    );
    console.log(`Backup ${proven} is proven: each of its copies was restored, opened and compared.`);
    return;
  }
  await take(restic, runs, plan, keep ?? USUAL_POLICY);
}

async function init(restic: Restic, settings: Parameters<typeof ensurePassword>[0]): Promise<void> {
  const { repository } = restic;
  const isNew = ensurePassword(settings, repository);
  await restic.require();
  await restic.run('init');
  console.log(
    `Backups go to ${shownLocation(repository)}, encrypted with the password in ${repository.passwordFile}.`,
  );
  if (isNew) console.log('Keep a copy of that file elsewhere: without it nobody can read the backups.');
}

async function list(restic: Restic, settings: ReturnType<typeof readSettings>, json: boolean): Promise<void> {
  const all = await Promise.all(
    MODES.map(async (mode) =>
      (await listBackups(restic, { ...settings, mode })).map((each) => ({ ...each, mode })),
    ),
  );
  const backups = all.flat();
  if (json)
    return printJson(SHAPES.backup, {
      version: 1,
      backups: backups.map(({ id, mode, parts, bytes }) => ({
        ...{ id, mode, volumes: parts, size: bytes, time: momentOf(id).toISOString() },
      })),
    });
  for (const { id, mode, parts, bytes } of backups)
    console.log(`${id}  ${mode.padEnd(4)}  ${counted(parts, 'volume')}, ${formatSize(bytes)}`);
  if (backups.length === 0) console.log(`No backup of ${settings.name} is there yet.`);
}

async function take(restic: Restic, runs: WhatRuns, plan: BackupPlan, policy: Policy): Promise<void> {
  const began = Date.now();
  const { id, parts } = await underway({ state: 'this backup was not kept; earlier ones are' }, () =>
    takeBackup(restic, runs, plan, sayPart),
  );
  const size = formatSize(parts.reduce((sum, { bytes }) => sum + bytes, 0));
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const deployment = { ...runs.settings, mode: runs.mode };
  for (const word of plan.leftOut) console.log(`  ${word}  left out, as its construct says`);
  console.log(
    `Backup ${id} of ${systemName(deployment)}: ${counted(parts.length, 'volume')}, ${size} (${seconds} s).`,
  );
  const removed = await underway(
    { state: `backup ${id} is kept, and earlier ones are not removed yet` },
    () => keepBy(restic, deployment, policy),
  );
  if (removed.length > 0) console.log(`Removed, as they are not to be kept: ${removed.join(', ')}.`);
}

/** What is backed up of what runs. */
export function planOf(project: Project, runs: WhatRuns): BackupPlan {
  const { stacks } = describeStarted(project)(runs.mode).systems;
  const services = new Map(stacks[runs.mode].all.map(({ name, backup }) => [name, backup]));
  return backupPlan(runningSystem(project, runs), (service) => services.get(service));
}

/** What runs, once whatever a restore has left is settled. */
export async function runsForBackup(project: Project, word: string): Promise<WhatRuns> {
  const { program } = project.system.conventions.commands;
  await whatRuns(project, `${program} ${word}`);
  const note = await settleRestore(readSettings(project));
  if (note !== undefined) console.error(note);
  return whatRuns(project, `${program} ${word}`);
}

/** What is in a copy, on a line. */
export function sayPart({ word, bytes, content }: KeptPart): void {
  console.log(`  ${word}  ${describeContent(content)}, ${formatSize(bytes)}`);
}
