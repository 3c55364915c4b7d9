import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { removeTemporary, temporaryDirectory } from '../disk/temporary.js';
import { attachedProgram } from '../engine/attached.js';
import type { RunningContainer } from '../engine/docker.js';
import { inspectContainers, inspectImages } from '../engine/inspect.js';
import { endedBySignal, settling, underway } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { execa } from '../engine/program.js';
import { systemName } from '../model/deployment.js';
import { UserError } from '../model/user-error.js';
import { createContainer } from './create-container.js';
import { oneOffCall } from './one-off.js';
import { chosen, type WhatRuns } from './what-runs.js';

/**
 * Runs a program in a container of its own, with all that a service's has: image, variables, mounts, network, limits. The
 * container is gone afterwards.
 * @param secretFiles paths in the container that are no mounts, and that it has to have too
 * @returns the program's exit code
 * @throws UserError where it cannot be run
 */
export async function runOnce(
  runs: WhatRuns,
  service: string,
  words: readonly string[],
  { isTerminal, secretFiles }: { readonly isTerminal: boolean; readonly secretFiles: readonly string[] },
): Promise<number> {
  const [container] = chosen(runs, [service]);
  const [inspected] = container ? await inspectContainers([container.id]) : [];
  if (!container || !inspected) throw new UserError(`${service} has just been replaced`, 'call it again');
  const images = await inspectImages([inspected.Image]);
  const system = systemName({ ...runs.settings, mode: runs.mode });
  const call = oneOffCall({
    ...{ container, inspected, system, words, isTerminal },
    image: images.get(inspected.Image),
  });
  return underway({ state: GONE }, async () => {
    const { exitCode, stdout: id, stderr } = await createContainer(call);
    if (exitCode !== 0) throw new UserError(`${service}: no container for it: ${lastLines(stderr, 1)}`);
    // what is the first program of a container heeds no Ctrl-C that it does not know
    const stop = () => settling(() => execa('docker', ['stop', '--time', '5', id], { reject: false }));
    const ended = endedBySignal(() => void stop());
    try {
      if (secretFiles.length > 0) await copyFiles(container, id, secretFiles);
      return await attachedProgram('docker', ['start', '--attach', '--interactive', id], GONE);
    } finally {
      ended();
      // by itself it goes where it has run
      await settling(() => execa('docker', ['rm', '--force', '--volumes', id], { reject: false }));
    }
  });
}

/** Where a signal has ended it. */
const GONE = 'the program is ended, and its container is gone';

/** Copies files from one container into another, which has not been started yet, with the directories that they are in. */
export async function copyFiles(
  from: Pick<RunningContainer, 'id' | 'engine'>,
  to: string,
  paths: readonly string[],
): Promise<void> {
  // nobody but this user may read what is on its way
  const directory = temporaryDirectory('run');
  try {
    for (const path of paths) {
      const copy = join(directory, path);
      await mkdir(dirname(copy), { recursive: true });
      await (from.engine === 'swarm' ? readOut(from.id, path, copy) : cp(`${from.id}:${path}`, copy));
    }
    await cp(`${directory}/.`, `${to}:/`);
  } finally {
    removeTemporary(directory);
  }
}

async function cp(from: string, to: string): Promise<void> {
  await execa('docker', ['cp', from, to]);
}

/** Swarm mounts its secrets, and not as volumes: `docker cp` does not see them. */
async function readOut(container: string, path: string, copy: string): Promise<void> {
  const { stdout } = await execa('docker', ['exec', container, 'cat', path], {
    ...{ encoding: 'buffer', stripFinalNewline: false },
  });
  // as Swarm lays it down
  await writeFile(copy, stdout, { mode: 0o444 });
}
