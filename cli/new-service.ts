import { join } from 'node:path';
import { writeAtomically } from '../lib/disk/files.js';
import { underway } from '../lib/engine/interruption.js';
import { execaLong } from '../lib/engine/program.js';
import { MODES } from '../lib/model/mode.js';
import { UserError } from '../lib/model/user-error.js';
import { newService, type WrittenService } from '../lib/scaffold/new-service.js';
import { plainTemplate } from '../lib/scaffold/plain-template.js';
import { describe } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';

/**
 * `new service NAME`: writes a service that starts, and all that is derived from it.
 * @throws UserError before anything is written for a name that cannot be; after that, where a command for what is derived fails
 */
export async function writeService(of: Project, name: string): Promise<void> {
  // what the project says: of this machine only its offset is of concern, to whoever asks the service
  const { project, portOffset } = readSettings(of);
  const { systems } = describe({ ...project, project });
  const template = of.system.newService ?? plainTemplate;
  const service = newService(name, {
    directory: of.directory,
    sourceRoot: project.relativeSourceRoot,
    systems: MODES.map((mode) => systems[mode]),
    template,
  });
  for (const [path, text] of [...service.created, ...service.changed])
    writeAtomically(join(of.directory, path), text);
  console.log(written(service));
  const { entry } = project.conventions.commands;
  const afterwards = [`${entry} synth`, ...(template.afterwards ?? [])];
  await underway(
    { state: 'the service is written, and what is derived from it is not', instead: afterwards.join('; ') },
    async () => {
      for (const command of afterwards) await runAfterwards(of, command);
    },
  );
  console.log(next(of, service, portOffset));
}

function written({ name, created, changed, byHand }: WrittenService): string {
  return [
    `Created ${name}:`,
    ...[...created.keys()].map((path) => `  new      ${path}`),
    ...[...changed.keys()].map((path) => `  changed  ${path}`),
    ...byHand.map(({ file, text }) => `  not written, because ${file} has no place for it:\n${text}`),
  ].join('\n');
}

/** In a process of its own, for this one has loaded the system without the new service. */
async function runAfterwards({ directory }: Project, command: string): Promise<void> {
  const { failed, all } = await execaLong(command, { cwd: directory, shell: true, all: true, reject: false });
  if (!failed) return console.log(`  done     ${command}`);
  console.error(all);
  throw new UserError(`the service was written, but "${command}" failed`, `see above, then run it again`);
}

function next({ system }: Project, { name, port }: WrittenService, portOffset: number): string {
  const { commands } = system.conventions;
  return `
Next:

  git diff                           review what it is rendered to, and commit it
  ${commands.dev.padEnd(33)}  start it with the others; every edit takes effect
  curl localhost:${(port.host ?? port.container) + portOffset}/health         check its health; its code is in ${name}/`;
}
