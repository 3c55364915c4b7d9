import { createHash } from 'node:crypto';
import { pauseContainers, unpauseContainers } from '../engine/docker.js';
import { endedBySignal } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { usersOf } from '../engine/marks.js';
import { pour } from '../engine/streaming.js';
import { type BackupPart, type BackupPlan, stampOf } from '../model/backup.js';
import { systemName } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { runningOne, type WhatRuns } from '../operate/what-runs.js';
import { backupTag, type KeptPart, type Manifest, momentOf, systemTag, writeManifest } from './manifest.js';
import { METHODS } from './methods/methods.js';
import type { Restic } from './restic.js';

/**
 * Copies the data of a system that runs: each volume as it is at one moment. What fails, or is killed, is no backup.
 * @param say is told of each volume when it is done
 * @throws UserError where a service does not run, or its data cannot be read or kept
 */
export async function takeBackup(
  restic: Restic,
  runs: WhatRuns,
  { parts }: BackupPlan,
  say: (part: KeptPart) => void,
): Promise<Manifest> {
  if (parts.length === 0)
    throw new UserError(`${systemName({ ...runs.settings, mode: runs.mode })} has no data that is backed up`);
  const id = stampOf(new Date());
  for (const { service } of parts) runningOne(runs, service);
  const kept: KeptPart[] = [];
  for (const part of parts) {
    const done = await inPeace(runs, part, () => keep(restic, runs, part, id));
    kept.push(done);
    say(done);
  }
  const manifest: Manifest = { version: 1, id, parts: kept };
  await writeManifest(restic, { ...runs.settings, mode: runs.mode }, manifest);
  return manifest;
}

async function keep(restic: Restic, runs: WhatRuns, part: BackupPart, id: string): Promise<KeptPart> {
  const { container, target, method, word } = part;
  const tags = [systemTag({ ...runs.settings, mode: runs.mode }), backupTag(id)];
  const source = await METHODS[method].dump({ container, target });
  source.stdin.end();
  const into = await restic.save(word, tags, momentOf(id));
  const summary: Buffer[] = [];
  into.stdout.on('data', (chunk: Buffer) => summary.push(chunk));
  const reader = METHODS[method].reader();
  const sum = createHash('sha256');
  let bytes = 0;
  const whole = await pour(source.stdout, into, (chunk) => {
    sum.update(chunk);
    reader.read(chunk);
    bytes += chunk.length;
  });
  if (!whole) {
    source.abandon();
    throw restic.error((await into.ended).stderr);
  }
  const { exitCode, stderr } = await source.ended;
  if (exitCode !== 0) {
    // without an end of its input, it keeps nothing
    into.abandon();
    await into.ended;
    throw new UserError(
      `${word}: its data was not read: ${lastLines(stderr.trim(), 1) || 'its service ended'}`,
      `docker logs ${container} may say why; where its tools are others: backup: 'files' in its construct`,
    );
  }
  into.stdin.end();
  const end = await into.ended;
  if (end.exitCode !== 0) throw restic.error(end.stderr);
  const snapshot = /"snapshot_id":"([0-9a-f]+)"/.exec(Buffer.concat(summary).toString('utf8'))?.[1];
  if (snapshot === undefined) throw restic.error(end.stderr);
  return { word, method, snapshot, bytes, sha256: sum.digest('hex'), content: reader.content(stderr) };
}

/** Files are copied while nobody writes them: what runs on them is paused. */
export async function inPeace<T>(
  runs: WhatRuns,
  { method, volume }: BackupPart,
  work: () => Promise<T>,
): Promise<T> {
  if (method !== 'files') return work();
  const users = await usersOf(volume, runs.settings, ['status=running']);
  const ids = users.map(({ id }) => id);
  const ended = endedBySignal(() => unpauseContainers(ids));
  try {
    pauseContainers(ids);
    return await work();
  } finally {
    unpauseContainers(ids);
    ended();
  }
}
