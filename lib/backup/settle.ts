import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ignoreWorkDirectory } from '../disk/files.js';
import { afterMove, type MovedVolumes, readMoved, writeMoved } from '../disk/moved-volumes.js';
import { removeContainers } from '../engine/docker.js';
import { listAll, usersOf } from '../engine/marks.js';
import { ProcessFile } from '../engine/process-file.js';
import { removeVolumes } from '../engine/volumes.js';
import { isUp } from '../model/container-state.js';
import { systemName } from '../model/deployment.js';
import { MODES } from '../model/mode.js';
import { isOneOff, ownContainer } from '../model/ownership.js';
import { UserError } from '../model/user-error.js';
import type { Settings } from '../synth/settings.js';

type Placed = Pick<Settings, 'sourceRoot' | 'conventions' | 'name'>;

/** Restores while no other process does. @throws UserError where one does */
export async function restoringAlone<T>(settings: Placed, work: () => Promise<T>): Promise<T> {
  const file = restoreFile(settings);
  const holder = file.take();
  if (holder !== undefined)
    throw new UserError(
      `process ${holder} is restoring ${settings.name} already`,
      'wait until it has ended, or end it with Ctrl-C',
    );
  try {
    return await work();
  } finally {
    file.giveBack();
  }
}

/** The data is from now on where a restore has put it. */
export function finishMove({ sourceRoot, conventions }: Placed): void {
  const { moved, pending = {} } = readMoved(sourceRoot, conventions);
  writeMoved(sourceRoot, conventions, { moved: afterMove(moved, pending) });
}

/** Gives up what a restore has begun; its fresh volumes go, where nothing uses them. */
export async function giveUpMove(settings: Placed): Promise<void> {
  const { sourceRoot, conventions } = settings;
  const { moved, pending = {} } = readMoved(sourceRoot, conventions);
  for (const volume of Object.values(pending)) {
    const using = await usersOf(volume, settings);
    const own = using.filter(
      (container) => ownContainer(settings, container) || isApart(settings, container),
    );
    await removeContainers(own.map(({ id }) => id));
    // somebody else's stays, and so does what it uses
    if (own.length < using.length) continue;
    const there = (await listAll('volume', settings, [`name=${volume}`])).some(({ name }) => name === volume);
    if (there) await removeVolumes([volume]);
  }
  writeMoved(sourceRoot, conventions, { moved });
}

/**
 * Settles what a restore has left that was killed: where the system runs on what it restored, that is so from now on;
 * otherwise it is as if it had never begun.
 * @returns what to say of it
 */
export async function settleRestore(settings: Placed): Promise<string | undefined> {
  const said = await heedRestore(settings);
  if (said !== undefined || pendingOf(settings) === undefined) return said;
  await giveUpMove(settings);
  return 'note: a restore, or a seed, was interrupted; the data is as it was before, as if it had not begun.';
}

/** The same for what only describes the system, and may remove nothing: what is not in use waits for the next start. */
export async function heedRestore(settings: Placed): Promise<string | undefined> {
  for (const volume of Object.values(pendingOf(settings) ?? {})) {
    const using = await usersOf(volume, settings);
    const isUsed = using.some((container) => {
      const own = ownContainer(settings, container);
      // Swarm keeps what it has replaced
      if (own?.engine === 'swarm' && !isUp(container.state)) return false;
      return own && !isOneOff({ ...settings, mode: own.mode }, container);
    });
    if (!isUsed) continue;
    finishMove(settings);
    return 'note: a restore was interrupted when the system ran on what it had restored: so it stays.';
  }
  return undefined;
}

/** What a restore has begun that no process is at any more. */
function pendingOf(settings: Placed): MovedVolumes['pending'] {
  const { pending } = readMoved(settings.sourceRoot, settings.conventions);
  return pending && restoreFile(settings).holder() === undefined ? pending : undefined;
}

/** Whether a container is of a restore, beside a service (`service-apart.ts`): its image has no label of ours where that is external. */
function isApart({ name, conventions }: Placed, container: { readonly name: string }): boolean {
  return MODES.some(
    (mode) =>
      container.name.startsWith(`${systemName({ name, conventions, mode })}-`) &&
      /-run-[0-9a-f]{8}$/.test(container.name),
  );
}

function restoreFile({ sourceRoot, conventions, name }: Placed): ProcessFile {
  const path = join(sourceRoot, conventions.workDirectory, `restore.${name}.lock`);
  ignoreWorkDirectory(sourceRoot, conventions);
  mkdirSync(dirname(path), { recursive: true });
  return new ProcessFile(path);
}
