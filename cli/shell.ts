import { attachedProgram } from '../lib/engine/attached.js';
import { runningOne, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { isTerminal } from './terminal.js';

/** The best shell that an image has; its own name is what `sh` says of an error. */
const BEST_SHELL = 'command -v bash >/dev/null && exec bash; exec sh';

/** `shell`: a shell in a service's container, as the user that the service runs as. */
export async function shell(project: Project, service: string): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} shell ${service}`);
  const { id } = runningOne(runs, service);
  const terminal = isTerminal() ? ['--tty'] : [];
  const words = ['exec', '--interactive', ...terminal, id, 'sh', '-c', BEST_SHELL];
  process.exitCode = await attachedProgram('docker', words, 'the shell has ended');
}
