import { readMoved, writeMoved } from '../disk/moved-volumes.js';
import { ensureVolume, removeContainers } from '../engine/docker.js';
import { usersOf } from '../engine/marks.js';
import { stampOf } from '../model/backup.js';
import { isUp } from '../model/container-state.js';
import type { Named } from '../model/conventions.js';
import { volumeName } from '../model/deployment.js';
import { systemLabels } from '../model/labels.js';
import { ownContainer } from '../model/ownership.js';
import type { WhatRuns } from '../operate/what-runs.js';
import { bringBack } from './bring-back.js';
import type { KeptPart } from './manifest.js';
import type { Restic } from './restic.js';
import { finishMove } from './settle.js';
import type { Pair, SecretFilesOf } from './verify.js';

export interface RestoreOptions {
  readonly restic: Restic;
  readonly runs: WhatRuns;
  readonly pairs: readonly Pair[];
  readonly secretFilesOf: SecretFilesOf;
  /** Is told of each volume when it is filled and proven. */
  say(part: KeptPart): void;
  /** Starts the system on the fresh volumes. */
  goOver(): Promise<void>;
}

/**
 * Restores into fresh volumes, and lets the system go over to them when all are proven. Until then it runs on; where it does
 * not come up on them, it is for the caller to go back.
 * @returns the volumes that it ran on before, which stay
 */
export async function restore(options: RestoreOptions): Promise<string[]> {
  const { restic, runs, pairs, secretFilesOf, say, goOver } = options;
  const { settings, mode } = runs;
  const { sourceRoot, conventions } = settings;
  const stamp = stampOf(new Date());
  const fresh = pairs.map(({ part, kept }) => ({
    ...{ part, kept },
    volume: volumeName({ ...settings, mode }, `${part.word}.${stamp}`),
  }));
  const pending = Object.fromEntries(fresh.map(({ part, volume }) => [part.volume, volume]));
  // noted before they are made: what is left of a restore that is killed is found by that
  writeMoved(sourceRoot, conventions, { moved: readMoved(sourceRoot, conventions).moved, pending });
  for (const { part, kept, volume } of fresh) {
    await ensureVolume(volume, systemLabels(settings, mode));
    await bringBack({ restic, runs, part, kept, volume, secretFiles: secretFilesOf(part.service) });
    say(kept);
  }
  await goOver();
  finishMove(settings);
  const old = Object.keys(pending);
  await forgetEnded(settings, old);
  return old;
}

/** Swarm keeps the containers that it has replaced, and they the volumes that nobody needs any more. */
async function forgetEnded(system: Named, volumes: readonly string[]): Promise<void> {
  const users = await Promise.all(volumes.map((volume) => usersOf(volume, system)));
  const ended = users
    .flat()
    .filter((each) => !isUp(each.state) && ownContainer(system, each)?.engine === 'swarm');
  await removeContainers([...new Set(ended.map(({ id }) => id))]);
}
