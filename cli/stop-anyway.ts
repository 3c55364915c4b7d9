import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { stopSystem } from '../lib/deploy/stop.js';
import { readSystem } from '../lib/disk/system-file.js';
import { environmentName } from '../lib/model/conventions.js';
import { systemFile } from '../lib/model/deployment.js';
import { MODES } from '../lib/model/mode.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { readJson } from '../lib/synth/read-json.js';

/**
 * `stop-dev` where the code that describes the system does not load: what was written down at its start says what to end.
 * @param directory the project's
 * @returns whether there was such a thing
 */
export async function stopAnyway(directory: string, [word = '']: readonly string[]): Promise<boolean> {
  const mode = MODES.find((each) => word === `stop-${each}`);
  const found = mode === undefined ? undefined : writtenSystem(sourceRootOf(directory), mode);
  if (!found) return false;
  await stopSystem(found.root, found.system, found.system.mode);
  return true;
}

const projectFile = z.object({ context: z.object({ sourceRoot: z.string().default('.') }).prefault({}) });

/** As cdktf.json has it: which variable names another one is not known here. */
function sourceRootOf(directory: string): string {
  const { context } = readJson(join(directory, 'cdktf.json'), projectFile);
  return resolve(directory, context.sourceRoot);
}

interface Written {
  /** The source root that it was started from. */
  readonly root: string;
  readonly system: SystemSpec;
}

/** The resolved system below a work folder, whose name only the code knows; that of another name where the environment says so. */
function writtenSystem(root: string, mode: string): Written | undefined {
  const folders = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name.startsWith('.'),
  );
  for (const { name } of folders) {
    const system = readSystem(join(root, name, `system.${mode}.json`), 'remove it');
    if (!system) continue;
    const said = process.env[environmentName(system.conventions, 'NAME')] || system.conventions.name;
    const at = process.env[environmentName(system.conventions, 'ROOT')];
    const from = at ? resolve(at) : root;
    const own = join(from, systemFile({ ...system, name: said }));
    const meant = readSystem(own, 'remove it');
    if (meant) return { root: from, system: meant };
  }
  return undefined;
}
