import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readText, writeAtomically } from '../disk/files.js';
import { readOwn } from '../disk/own-file.js';
import { environmentName, type Named } from '../model/conventions.js';
import {
  type Deployment,
  preparationFile,
  stateFile,
  statePath,
  swarmStateFile,
} from '../model/deployment.js';
import { MODES } from '../model/mode.js';

const stateSchema = z.object({
  resources: z.array(
    z.object({ instances: z.array(z.object({ attributes: z.object({ id: z.string() }).partial() })) }),
  ),
});

/**
 * Makes the files in which Terraform keeps secrets readable by their owner alone: the state, its backup, and the plan
 * that `cdktf diff` leaves. Terraform keeps the mode of a file that is there, and takes an empty state for none.
 * @param directory the project's
 */
export function keepStatePrivate(directory: string, system: Named): void {
  const stacks = [
    ...MODES.map((mode) => [stateFile({ ...system, mode }), stackFolder(mode)]),
    [swarmStateFile(system), stackFolder('swarm')],
  ] as const;
  for (const [state, folder] of stacks) {
    for (const file of [state, `${state}.backup`, `${folder}/plan`]) {
      const path = join(directory, file);
      mkdirSync(dirname(path), { recursive: true });
      closeSync(openSync(path, 'a', 0o600));
      chmodSync(path, 0o600);
    }
  }
}

const backendSchema = z.object({ backend: z.object({ config: z.object({ path: z.string() }) }) });

/**
 * Lets Terraform forget where the state of the stack's last system was, if that was another system: it would take a
 * second system of the same directory for a move of the first one's state, and end with an error.
 * @param directory the project's
 */
export function forgetOtherBackend(directory: string, deployment: Deployment): void {
  const record = join(directory, stackFolder(deployment.mode), '.terraform/terraform.tfstate');
  if (!existsSync(record)) return;
  // one that is damaged is no loss: Terraform writes it anew
  if (backendIn(record) !== statePath(deployment)) rmSync(record);
}

function backendIn(record: string): string | undefined {
  try {
    return backendSchema.parse(JSON.parse(readFileSync(record, 'utf8'))).backend.config.path;
  } catch {
    return undefined;
  }
}

/** Where cdktf writes a stack, relative to the project's directory. */
export function stackFolder(mode: Deployment['mode'] | 'swarm'): string {
  return `cdktf.out/stacks/${mode}`;
}

/** Of the form of Terraform's state. */
const STATE_VERSION = 4;

/**
 * The ids of all that the state of a system in a mode knows.
 * @throws UserError for a state that is damaged, or of a newer Terraform
 */
export function idsInState(directory: string, deployment: Deployment): Set<string> {
  const path = join(directory, stateFile(deployment));
  if (!readText(path)) return new Set();
  const replace = `${environmentName(deployment.conventions, 'REPLACE')}=1`;
  const fix = `bring it back from ${path}.backup, or remove it and deploy with ${replace}`;
  const { resources = [] } = readOwn(path, stateSchema, fix, STATE_VERSION) ?? {};
  const instances = resources.flatMap((resource) => resource.instances);
  return new Set(instances.flatMap(({ attributes }) => attributes.id ?? []));
}

/** Forgets a system in a mode of which nothing is left to destroy: the next deploy is a first one. */
export function forgetState(directory: string, deployment: Deployment): void {
  for (const suffix of ['', '.backup'])
    rmSync(join(directory, stateFile(deployment) + suffix), { force: true });
}

/**
 * Notes that a deploy has begun, under a word of its own. The stack's `complete` ends the note; where it does not come
 * to that, the next deploy sees another word than its state has, and prepares again.
 */
export function noteUnfinished(root: string, deployment: Deployment): void {
  writeAtomically(join(root, preparationFile(deployment)), `${randomUUID()} unfinished`);
}

/** Whether the last deploy here was killed or failed on its way. */
export function isUnfinished(root: string, deployment: Deployment): boolean {
  return begunDeploy(root, deployment) !== undefined;
}

/** The word of a deploy that has begun and not come to its end, if the last one has not. */
export function begunDeploy(root: string, deployment: Deployment): string | undefined {
  const [word, state] = readText(join(root, preparationFile(deployment)))?.split(' ') ?? [];
  return state === 'unfinished' ? word : undefined;
}
