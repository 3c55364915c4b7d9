import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../disk/files.js';
import { ownText, readOwn } from '../disk/own-file.js';
import type { Conventions } from '../model/conventions.js';
import { TOOL } from '../model/tool.js';

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
  conventions: Pick<Conventions, 'name' | 'commands'>,
  services: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const file = withoutFilePath(conventions, environment);
  const all = new Set([...noted(conventions, environment), ...services]);
  writeAtomically(file, ownText({ services: [...all].sort() }));
}

const services = z.array(z.string());
/** The list alone is what older versions wrote. */
const notedSchema = z.union([services, z.object({ services }).transform((note) => note.services)]);

/** Services that this machine cannot have, as noted. */
export function noted(
  conventions: Pick<Conventions, 'name' | 'commands'>,
  environment: NodeJS.ProcessEnv = process.env,
): string[] {
  const file = withoutFilePath(conventions, environment);
  return readOwn(file, notedSchema, `remove it, and run ${conventions.commands.setup} once`) ?? [];
}
