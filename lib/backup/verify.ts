import { randomBytes } from 'node:crypto';
import { ensureVolume } from '../engine/docker.js';
import { settling } from '../engine/interruption.js';
import { listAll, usersOf } from '../engine/marks.js';
import { removeVolumes } from '../engine/volumes.js';
import type { BackupPart, BackupPlan } from '../model/backup.js';
import { type Deployment, volumeName } from '../model/deployment.js';
import { systemLabels } from '../model/labels.js';
import { isOwnVolume } from '../model/ownership.js';
import { UserError } from '../model/user-error.js';
import type { WhatRuns } from '../operate/what-runs.js';
import { bringBack } from './bring-back.js';
import { type KeptPart, type Manifest, readManifest } from './manifest.js';
import type { Restic } from './restic.js';

/** Paths in a service's container that are no mounts, and that it needs. */
export type SecretFilesOf = (service: string) => readonly string[];

/** Whose volume is for a drill, and goes with it. */
const DRILL = /\.verify-[0-9a-f]{8}(?=-|$)/;

/**
 * A drill: restores a backup into volumes that are there for nothing else, each opened by its own program.
 * @param id @default - the newest
 * @param say is told of each volume when it is proven
 * @throws UserError where anything of it is not as it was at the backup
 */
export async function verifyBackup(
  restic: Restic,
  runs: WhatRuns,
  plan: BackupPlan,
  {
    id,
    secretFilesOf,
    say,
  }: { id: string | undefined; secretFilesOf: SecretFilesOf; say: (part: KeptPart) => void },
): Promise<Manifest> {
  const deployment = { ...runs.settings, mode: runs.mode };
  const manifest = await readManifest(restic, deployment, id);
  const pairs = await checkBackup(restic, plan, manifest);
  await removeDrills(deployment);
  for (const { part, kept } of pairs) {
    const volume = volumeName(deployment, `${part.word}.verify-${randomBytes(4).toString('hex')}`);
    await ensureVolume(volume, systemLabels(deployment, deployment.mode));
    try {
      await bringBack({ restic, runs, part, kept, volume, secretFiles: secretFilesOf(part.service) });
    } finally {
      await settling(() => removeVolumes([volume]));
    }
    say(kept);
  }
  return manifest;
}

/** A volume of today, and the copy that is for it. */
export interface Pair {
  readonly part: BackupPart;
  readonly kept: KeptPart;
}

/**
 * Checks what can be checked before anything is restored: that the repository is whole, and that the system has a place for
 * each copy.
 * @throws UserError where that is not so
 */
export async function checkBackup(
  restic: Restic,
  plan: BackupPlan,
  { id, parts }: Manifest,
): Promise<Pair[]> {
  const pairs = parts.map((kept) => {
    const part = plan.parts.find(({ word }) => word === kept.word);
    if (part) return { part, kept };
    throw new UserError(
      `backup ${id} has ${kept.word}, and the system has no such volume`,
      'restore it with the description that it was made with',
    );
  });
  await restic.run('check', '--no-lock', '--quiet');
  return pairs;
}

/** Those that a drill has left that was killed. */
async function removeDrills(deployment: Deployment): Promise<void> {
  const volumes = await listAll('volume', deployment);
  const left = volumes.filter((volume) => isOwnVolume(deployment, volume) && DRILL.test(volume.name));
  for (const { name } of left) {
    const using = await usersOf(name, deployment);
    if (using.length === 0) await removeVolumes([name]);
  }
}
