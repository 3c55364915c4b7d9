import { noteStart } from '../disk/start-note.js';
import { type ComposeProject, composeUp } from '../engine/compose.js';
import { containerLog, ensureVolume, listContainers } from '../engine/docker.js';
import { type Release, ReleaseStore } from '../engine/releases.js';
import { secretsFile, systemName } from '../model/deployment.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';

/**
 * Starts what a Compose file describes and waits until it is healthy.
 * @throws UserError with the last lines of each container that is not
 */
export async function runProject(
  project: ComposeProject,
  system: SystemSpec,
  log: (line: string) => void,
): Promise<void> {
  try {
    await composeUp(project, log);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${error.message}${await failingLogs(system)}`);
  }
}

/** Starts a release; once it is healthy it is the current one. @param root the source root, absolute */
export async function runRelease(root: string, release: Release, log: (line: string) => void): Promise<void> {
  const { system } = release;
  const store = new ReleaseStore(root, system);
  store.attempt(release);
  noteStart(root, system);
  // the data is older and longer-lived than any release: Compose knows it as external
  for (const volume of volumesOf(system)) await ensureVolume(volume, system.network.labels);
  await runProject(releaseProject(root, release), system, log);
  store.noteStarted(release);
}

export function releaseProject(root: string, { file, system }: Release): ComposeProject {
  const envFiles = [secretsFile(system.conventions, system.mode)];
  return { name: systemName(system), file, directory: root, envFiles };
}

/** The last lines of each container that runs and is not well. */
async function failingLogs(system: SystemSpec): Promise<string> {
  const containers = await listContainers(system, system.mode);
  const sick = containers.filter(({ state, status }) => state !== 'created' && !status.includes('(healthy)'));
  const logs = await Promise.all(
    sick.map(async ({ name }) => `\n--- ${name}\n${await containerLog(name, 15)}`),
  );
  return logs.join('');
}
