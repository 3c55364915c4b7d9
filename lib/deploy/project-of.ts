import { basename } from 'node:path';
import { ownVariables } from '../disk/files.js';
import { secretVariables } from '../disk/secrets.js';
import { areEncrypted } from '../disk/secrets-file.js';
import type { ComposeProject } from '../engine/compose.js';
import { composeSecretsFile, systemName } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { pathInMemory } from '../secrets/in-memory.js';

/**
 * A Compose file of a system as a project, with the system's secrets and the variables that people set.
 * @param root the source root, absolute
 * @param name @default - the system's
 * @param envFiles further ones, relative to the root @default - none
 */
export function projectOf(
  root: string,
  system: SystemSpec,
  file: string,
  { name = systemName(system), envFiles = [] }: Partial<Pick<ComposeProject, 'name' | 'envFiles'>> = {},
): ComposeProject {
  const { conventions, mode } = system;
  return {
    ...{ name, file, directory: root },
    envFiles: [...ownVariables(root, conventions), ...envFiles],
    secrets: secretVariables(root, system),
    // what is kept encrypted is on no disk
    secretsFile: areEncrypted(root, system)
      ? pathInMemory(basename(composeSecretsFile(conventions, mode)))
      : composeSecretsFile(conventions, mode),
  };
}
