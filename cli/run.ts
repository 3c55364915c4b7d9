import type { SystemDefinition } from '../lib/construct/define-system.js';
import { heedSignals } from '../lib/engine/interruption.js';
import type { Project } from '../lib/synth/project.js';
import { explained } from './explained.js';
import { endInterrupted } from './interrupted.js';
import { runReported } from './report.js';

/**
 * All of a team's `main.ts`, apart from its system: without arguments, as cdktf calls it, both modes are checked and
 * written; with arguments it is the command line. A user's mistake is one line on stderr and an exit code: 2 for a call
 * that is wrong, else 1.
 * @param system what `defineSystem` gives
 * @param words a command with its arguments; those of the process if they are not given
 */
export async function run(
  system: SystemDefinition,
  words: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const project: Project = { directory: process.cwd(), system };
  // cdktf calls it without the program that has begun to
  const stopHeeding = heedSignals(endInterrupted);
  await runReported(
    system,
    async () => {
      if (words.length === 0) {
        const { synth } = await import('./synth.js');
        return synth(project);
      }
      const { runCommandLine } = await import('./command-line.js');
      await runCommandLine(project, words);
    },
    explained,
  ).finally(stopHeeding);
}
