import { dirname, resolve } from 'node:path';
import { COMMANDS } from '../lib/construct/define-system.js';
import { readSystem } from '../lib/disk/system-file.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { UserError } from '../lib/model/user-error.js';
import { runReported } from './report.js';

/**
 * Does something with the resolved system that Terraform names, which was just written. Nothing of the project is loaded for it.
 * @param file relative to the project's directory
 * @param work gets it with its source root
 */
export function withResolved(
  file: string,
  work: (system: SystemSpec, root: string) => Promise<void>,
): Promise<void> {
  return runReported({ conventions: { commands: COMMANDS } }, async () => {
    const fix = 'deploy again: it is written anew';
    const system = readSystem(file, fix);
    if (!system) throw new UserError(`${file} does not exist`, fix);
    await runReported(system, () => work(system, resolve(dirname(file), '..')));
  });
}
