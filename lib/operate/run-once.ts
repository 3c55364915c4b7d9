import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { attachedDocker } from '../engine/attached.js';
import { inspectContainers, inspectImages } from '../engine/inspect.js';
import { lastLines } from '../engine/last-lines.js';
import { systemName } from '../model/deployment.js';
import { TOOL } from '../model/tool.js';
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
  const { exitCode, stdout, stderr } = await createContainer(call);
  if (exitCode !== 0) throw new UserError(`${service}: no container for it: ${lastLines(stderr, 1)}`);
  try {
    if (secretFiles.length > 0) await copyFiles(container.id, stdout, secretFiles);
  } catch (error) {
    await execa('docker', ['rm', '--volumes', stdout], { reject: false });
    throw error;
  }
  return attachedDocker(['start', '--attach', '--interactive', stdout]);
}

/** Copies files from one container into another, which has not been started yet, with the directories that they are in. */
export async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
  // nobody but this user may read what is on its way
  const directory = await mkdtemp(join(tmpdir(), `${TOOL}-run-`));
  try {
    for (const path of paths) {
      const copy = join(directory, path);
      await mkdir(dirname(copy), { recursive: true });
      await execa('docker', ['cp', `${from}:${path}`, copy]);
    }
    await execa('docker', ['cp', `${directory}/.`, `${to}:/`]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
