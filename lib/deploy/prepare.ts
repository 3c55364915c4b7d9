import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Listr } from 'listr2';
import { noteStart } from '../disk/start-note.js';
import { remove, requireNoStrays, takeOver, unknownToState } from '../engine/holder.js';
import { isUnfinished, noteUnfinished } from '../engine/terraform-state.js';
import { environmentName } from '../model/conventions.js';
import { leftOutLines, type SystemSpec } from '../model/service-spec.js';
import type { Project } from '../synth/project.js';
import { imagesTask } from './build.js';
import { claim } from './claim.js';
import { requireEngine } from './require-engine.js';

/**
 * What a deploy by Terraform does before it touches a container (`lib/terraform/order.ts`): checks, builds and
 * pulls what is missing, then takes over what others hold, where the environment says so.
 * @param file the resolved system, relative to the project's directory
 * @param begin whether the deploy begins here, and is unfinished from now on
 * @throws UserError before any container is touched
 */
export async function prepare(
  { directory, system: { conventions } }: Project,
  file: string,
  begin: boolean,
): Promise<void> {
  await requireEngine(conventions.commands);
  const system = JSON.parse(readFileSync(join(directory, file), 'utf8')) as SystemSpec;
  const root = resolve(directory, dirname(file), '..');
  const replace = process.env[environmentName(conventions, 'REPLACE')] === '1';
  const others = await claim(root, system, 'terraform', replace);
  const strays = await unknownToState(system, directory);
  if (!replace && !isUnfinished(root, system)) requireNoStrays(strays, conventions);
  for (const line of leftOutLines(system)) console.log(line);
  await new Listr([await imagesTask(root, system)]).run();
  await takeOver(system, others, directory);
  await remove(system, strays);
  noteStart(root, system);
  if (begin) noteUnfinished(root, system);
}
