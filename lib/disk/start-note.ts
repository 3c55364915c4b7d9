import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployment, startNoteFile } from '../model/deployment.js';
import type { LeftOut, SystemSpec } from '../model/service-spec.js';
import { writeAtomically } from './files.js';

/** Notes what a start leaves out, for what looks at the running system. @param root the source root, absolute */
export function noteStart(root: string, system: SystemSpec): void {
  writeAtomically(join(root, startNoteFile(system)), `${JSON.stringify(system.leftOut ?? [])}\n`);
}

/** What the last start left out; undefined where there was none. @param root the source root, absolute */
export function startedWithout(root: string, deployment: Deployment): readonly LeftOut[] | undefined {
  const path = join(root, startNoteFile(deployment));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as LeftOut[]) : undefined;
}
