import { createHash } from 'node:crypto';
import { settling } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { pour, type StreamingProgram } from '../engine/streaming.js';
import type { BackupPart } from '../model/backup.js';
import { UserError } from '../model/user-error.js';
import type { WhatRuns } from '../operate/what-runs.js';
import { differencesOf } from './content.js';
import type { KeptPart } from './manifest.js';
import { METHODS } from './methods/methods.js';
import type { Restic } from './restic.js';
import { ServiceApart } from './service-apart.js';

export interface BringBackOptions {
  readonly restic: Restic;
  readonly runs: WhatRuns;
  readonly part: BackupPart;
  readonly kept: KeptPart;
  /** A volume with nothing in it. */
  readonly volume: string;
  /** Paths in the service's container that are no mounts, and that it needs. */
  readonly secretFiles: readonly string[];
}

/**
 * Brings the copy of a volume into a fresh one, and compares what is there then with what was there at the backup.
 * @throws UserError where the copy is damaged, its program does not take it, or anything differs
 */
export async function bringBack(options: BringBackOptions): Promise<void> {
  const { restic, runs, part, kept, volume, secretFiles } = options;
  const method = METHODS[kept.method];
  const scratch = await ServiceApart.of(runs, part, volume, secretFiles);
  const feed = (into: StreamingProgram) => feedFrom(restic, kept, into);
  try {
    const found = await method.fill(scratch, feed, kept.content);
    const [difference] = differencesOf(kept.content, found);
    if (difference === undefined) return;
    throw new UserError(`${kept.word}: what was restored is not what was backed up: ${difference}`);
  } finally {
    await settling(() => scratch.remove());
  }
}

async function feedFrom(restic: Restic, kept: KeptPart, into: StreamingProgram): Promise<void> {
  const source = await restic.load(kept.snapshot, kept.word);
  source.stdin.end();
  const sum = createHash('sha256');
  const whole = await pour(source.stdout, into, (chunk) => sum.update(chunk));
  if (!whole) source.abandon();
  const { exitCode, stderr } = await source.ended;
  if (whole && exitCode !== 0) {
    into.abandon();
    throw restic.error(stderr);
  }
  if (whole && sum.digest('hex') !== kept.sha256) {
    into.abandon();
    throw new UserError(
      `${kept.word}: its copy is not what was written at the backup`,
      'restic check says what is wrong; use another backup',
    );
  }
  into.stdin.end();
  const end = await into.ended;
  if (end.exitCode === 0) return;
  throw new UserError(`${kept.word}: its copy was not taken: ${lastLines(end.stderr.trim(), 1)}`);
}
