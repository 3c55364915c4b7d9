import { randomUUID } from 'node:crypto';
import { attachedProgram } from '../lib/engine/attached.js';
import { interruptedBy, settling } from '../lib/engine/interruption.js';
import { execa } from '../lib/engine/program.js';
import { runningOne, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { isTerminal } from './terminal.js';

/** The best shell that an image has; its own name is what `sh` says of an error. */
const BEST_SHELL = 'command -v bash >/dev/null && exec bash; exec sh';

/** Ends all that has a word in its variables, as a terminal that is closed does: what nobody may end so was begun with nohup. */
const END = 'cd /proc; for each in [0-9]*; do grep -qs "$1" "$each/environ" && kill -HUP "$each"; done';

/** `shell`: a shell in a service's container, as the user that the service runs as. */
export async function shell(project: Project, service: string): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} shell ${service}`);
  const { id } = runningOne(runs, service);
  const terminal = isTerminal() ? ['--tty'] : [];
  const mark = `TWOMODE_SHELL=${randomUUID()}`;
  const words = ['exec', '--interactive', ...terminal, '--env', mark, id, 'sh', '-c', BEST_SHELL];
  try {
    process.exitCode = await attachedProgram('docker', words, 'the shell has ended');
  } finally {
    // docker passes no signal on: the shell, and what runs in it, would stay in the container
    if (interruptedBy() !== undefined)
      await settling(() => execa('docker', ['exec', id, 'sh', '-c', END, 'sh', mark], { reject: false }));
  }
}
