import { noteStart } from '../disk/start-note.js';
import type { ComposeProject } from '../engine/compose.js';
import { imageExists } from '../engine/docker.js';
import { type Release, ReleaseStore } from '../engine/releases.js';
import type { Engine } from '../model/deployment.js';
import { imageName } from '../model/image.js';
import { UserError } from '../model/user-error.js';
import { projectOf } from './project-of.js';
import { startProject } from './start-project.js';
import type { StartOptions } from './start-services.js';
import { startStack } from './swarm/start-stack.js';

/** What runs releases. What Terraform deploys is none. */
export type ReleaseEngine = Exclude<Engine, 'terraform'>;

/** Starts a release; once it is healthy it is the current one. @param root the source root, absolute */
export async function runRelease(
  root: string,
  release: Release,
  engine: ReleaseEngine,
  options: StartOptions,
): Promise<void> {
  const { system } = release;
  const store = new ReleaseStore(root, system);
  store.attempt(release);
  noteStart(root, system, engine, release.settings);
  if (engine === 'swarm') await startStack(root, release, options);
  else await startProject(releaseProject(root, release), system, options);
  store.noteStarted(release);
}

export function releaseProject(root: string, { file, system }: Release): ComposeProject {
  return projectOf(root, system, file);
}

/** @throws UserError where an image of a release is gone: it cannot be started any more */
export async function requireImages({ id, system }: Release): Promise<void> {
  const names = [...new Set(system.services.map(({ image }) => imageName(image)))];
  const found = await Promise.all(names.map(imageExists));
  const missing = names.filter((_, i) => !found[i]);
  if (missing.length > 0)
    throw new UserError(
      `release ${id} cannot be started: the engine no longer has ${missing.join(', ')}`,
      `load them, or start the source tree: ${system.conventions.commands.prod}`,
    );
}
