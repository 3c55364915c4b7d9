import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { ownText, readOwn } from '../disk/own-file.js';
import type { Named } from '../model/conventions.js';
import { namelessFile } from '../model/deployment.js';
import { runDocker } from './command.js';
import { listContainers } from './docker.js';
import { inspectContainers } from './inspect.js';
import { settling } from './interruption.js';

/** What the engine calls a volume that nobody has given a name. */
const NAMELESS = /^[0-9a-f]{64}$/;

const note = z.object({ volumes: z.array(z.string().regex(NAMELESS)) });

/**
 * Removes the volumes without a name that containers of a system had at the last call and none has now, and notes those that they
 * have now. An image's `VOLUME` gives each of its containers one where nothing is mounted over it. Neither engine removes that with its
 * container, nor does `docker rm --volumes` where Compose has passed it on to a successor; and nobody finds it again. Terraform
 * ends containers without us: theirs go with the next change.
 * @param root the source root, absolute
 */
export async function sweepNameless(root: string, system: Named): Promise<void> {
  const path = join(root, namelessFile(system));
  const noted = notedIn(path);
  const used = await namelessOf(system).catch(() => undefined);
  // what is being replaced just now tells nothing
  if (!used) return;
  const left = noted.filter((volume) => !used.includes(volume));
  // the engine keeps what somebody else's container uses
  if (left.length > 0) await runDocker(['volume', 'rm', ...left]);
  if (used.length + noted.length > 0) writeAtomically(path, ownText({ volumes: used }));
}

/** Makes a change of what runs after which none of these is left. @param root the source root, absolute */
export async function leavingNoNameless<T>(
  root: string,
  system: Named,
  change: () => Promise<T>,
): Promise<T> {
  await sweepNameless(root, system);
  try {
    return await change();
  } finally {
    await settling(() => sweepNameless(root, system));
  }
}

/** The volumes without a name that containers of a system have. */
export async function namelessOf(system: Named): Promise<string[]> {
  const containers = await inspectContainers((await listContainers(system)).map(({ id }) => id));
  const names = containers.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? []));
  return [...new Set(names.filter((name) => NAMELESS.test(name)))].sort();
}

/** One that cannot be read is as good as none. */
function notedIn(path: string): readonly string[] {
  try {
    return readOwn(path, note, '')?.volumes ?? [];
  } catch {
    return [];
  }
}
