import { join } from 'node:path';
import { type Deployment, runLogFile, systemName } from '../model/deployment.js';
import { ProcessFile } from './process-file.js';

/** Says which process guards a system in a mode. @param root the source root, absolute */
export function guardFile(root: string, deployment: Deployment): ProcessFile {
  const { workDirectory } = deployment.conventions;
  return new ProcessFile(join(root, workDirectory, `guard.${systemName(deployment)}.lock`));
}

/** Where the guard says what it does, a line each; absolute. */
export function guardLog(root: string, deployment: Deployment): string {
  return join(root, runLogFile(deployment.conventions, `guard.${systemName(deployment)}`));
}
