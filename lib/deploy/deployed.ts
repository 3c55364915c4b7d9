import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeAtomically } from '../disk/files.js';
import { readSystem } from '../disk/system-file.js';
import { attachedProgram } from '../engine/attached.js';
import { stackFolder } from '../engine/terraform-state.js';
import { type Deployment, deployedFolder, systemFile } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { WayBack } from './go-back.js';

const SYSTEM = 'system.json';

/**
 * Keeps what Terraform has deployed and is up: the stack, and the system that it prepares and waits for. With its images nothing
 * of the source tree is needed to deploy it again.
 * @param directory the project's
 * @param root the source root, absolute
 */
export function keepDeployed(directory: string, root: string, deployment: Deployment): void {
  // a stack in HCL has another name, and is none of ours
  for (const [from, kept] of places(directory, root, deployment))
    if (existsSync(from)) writeAtomically(kept, readFileSync(from, 'utf8'));
}

/**
 * How what was deployed before a deploy that failed runs again: by another deploy, once Terraform has ended and its state is free.
 * @param terraform the program
 * @returns undefined where nothing else was deployed before
 */
export function deployedBefore(
  directory: string,
  root: string,
  deployment: Deployment,
  terraform: string,
): WayBack | undefined {
  const files = places(directory, root, deployment);
  const isThere = files.every(([, kept]) => existsSync(kept));
  if (!isThere || files.every(([from, kept]) => readText(from) === readText(kept))) return undefined;
  return {
    done: 'What was deployed before runs again',
    async go() {
      for (const [from, kept] of files) writeAtomically(from, readFileSync(kept, 'utf8'));
      const folder = join(directory, stackFolder(deployment.mode));
      const apply = [`-chdir=${folder}`, 'apply', '-auto-approve', '-input=false'];
      if ((await attachedProgram(terraform, apply, 'the way back has ended before its end')) !== 0)
        throw new Error(`${terraform} apply failed`);
    },
  };
}

/** The system that was deployed last and came up: its images are needed to go back to it. */
export function deployedSystem(root: string, deployment: Deployment): SystemSpec | undefined {
  const path = join(root, deployedFolder(deployment), SYSTEM);
  return readSystem(path, 'remove it, and deploy again');
}

/** Forgets it: its images are gone. */
export function forgetDeployed(root: string, deployment: Deployment): void {
  rmSync(join(root, deployedFolder(deployment)), { recursive: true, force: true });
}

/** Each file with the place where it is kept. */
function places(directory: string, root: string, deployment: Deployment): [from: string, kept: string][] {
  const kept = (name: string) => join(root, deployedFolder(deployment), name);
  const stack = 'cdk.tf.json';
  return [
    [join(directory, stackFolder(deployment.mode), stack), kept(stack)],
    [join(root, systemFile(deployment)), kept(SYSTEM)],
  ];
}
