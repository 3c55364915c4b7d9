import { basename } from 'node:path';
import type { Command } from 'commander';
import { build, UNREAD } from '../lib/synth/build.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { type CompletedCommand, completionText } from './completion-text.js';
import type { Shell } from './shells.js';

/** The program as a shell completes it: what it has now, services too. A program is asked for nothing while somebody types. */
export function completion(program: Command, project: Project, shell: Shell): string {
  const services = servicesOf(project);
  const commands = program.commands
    .filter((command) => !Reflect.get(command, '_hidden'))
    .map((command): CompletedCommand => {
      const [first] = command.registeredArguments;
      return {
        name: command.name(),
        does: command.description(),
        words: first?.name() === 'service' ? services : [...(first?.argChoices ?? [])],
        options: command.options.flatMap(({ long, hidden, description }) =>
          long && !hidden ? [{ name: long, does: description }] : [],
        ),
      };
    });
  // what people type may be a path, or begin with npx
  const typed = project.system.conventions.commands.program.split(' ').at(-1) ?? '';
  return completionText(basename(typed), commands, shell);
}

/** Of both modes, sorted. */
function servicesOf(project: Project): string[] {
  const { dev, prod } = build(readSettings(project), UNREAD);
  return [...new Set([...dev.services, ...prod.services].map(({ name }) => name))].sort();
}
