import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { stopSystem } from '../lib/deploy/stop.js';
import { readSystem } from '../lib/disk/system-file.js';
import { type Conventions, environmentName } from '../lib/model/conventions.js';
import { systemFile } from '../lib/model/deployment.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { copyAt } from '../lib/synth/instances.js';
import { readJson } from '../lib/synth/read-json.js';

/**
 * `stop-dev` where the code that describes the system does not load: what was written down at its start says what to end.
 * @param directory the project's
 * @returns whether there was such a thing
 */
export async function stopAnyway(directory: string, [word = '']: readonly string[]): Promise<boolean> {
  const mode = MODES.find((each) => word === `stop-${each}`);
  const found = mode === undefined ? undefined : writtenSystem(directory, mode);
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
function writtenSystem(directory: string, mode: Mode): Written | undefined {
  const sourceRoot = sourceRootOf(directory);
  for (const conventions of writtenConventions(sourceRoot)) {
    const said = (word: string) => process.env[environmentName(conventions, word)] || undefined;
    const root = resolve(said('ROOT') ?? sourceRoot);
    const name =
      said('NAME') ??
      copyAt({ conventions, directory, sourceRoot: root }, process.env)?.name ??
      conventions.name;
    const system = readSystem(join(root, systemFile({ name, mode, conventions })), 'remove it');
    if (system) return { root, system };
  }
  return undefined;
}

/** What the systems call things that were written down below a source root: the names of their folders only the code knows. */
function writtenConventions(root: string): Conventions[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const files = readdirSync(join(root, name)).filter((file) => /^system\..*\.json$/.test(file));
      const systems = files.slice(0, 1).map((file) => readSystem(join(root, name, file), 'remove it'));
      return systems.flatMap((system) => (system ? [system.conventions] : []));
    });
}
