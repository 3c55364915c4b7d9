import { runOnce } from '../lib/operate/run-once.js';
import { runningSystem } from '../lib/operate/running-system.js';
import { chosen, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { isTerminal } from './terminal.js';

/** `run`: a program in a container of its own, beside a service's. */
export async function runProgramOnce(
  project: Project,
  service: string,
  words: readonly string[],
): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} run`);
  chosen(runs, [service]);
  const spec = runningSystem(project, runs).services.find(({ name }) => name === service);
  const secretFiles = Object.keys(spec?.secretFiles ?? {});
  process.exitCode = await runOnce(runs, service, words, { isTerminal: isTerminal(), secretFiles });
}
