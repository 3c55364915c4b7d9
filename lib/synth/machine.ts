import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import type { Conventions } from '../model/conventions.js';
import { TOOL } from '../model/tool.js';
import { readOptional } from './read-json.js';

/** Upstream reference → what is really used. */
export const imageMap = z.record(z.string(), z.string());

/** Where `--setup` writes what this machine lacks, for all checkouts of its user: `$XDG_CONFIG_HOME/twomode`. */
export function machineDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), TOOL);
}

/** Upstream reference → local base image. */
export function imageMapFile(environment: NodeJS.ProcessEnv = process.env): string {
  return join(machineDirectory(environment), 'images.json');
}

/** Names of the services of a system whose images this machine cannot have. */
export function withoutFilePath(
  { name }: Pick<Conventions, 'name'>,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  return join(machineDirectory(environment), `without.${name}.json`);
}

/** Notes services that this machine cannot have, beside those noted before; never what one call leaves out. */
export function noteWithout(
  conventions: Pick<Conventions, 'name'>,
  services: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const file = withoutFilePath(conventions, environment);
  const all = new Set([...noted(conventions, environment), ...services]);
  writeAtomically(file, `${JSON.stringify([...all].sort())}\n`);
}

/** Services that this machine cannot have, as noted. */
export function noted(
  conventions: Pick<Conventions, 'name'>,
  environment: NodeJS.ProcessEnv = process.env,
): string[] {
  return readOptional(withoutFilePath(conventions, environment), z.array(z.string()), []);
}
