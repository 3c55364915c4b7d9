import { jobsProject, projectBeside } from '../lib/deploy/deployed-jobs.js';
import { runJob } from '../lib/deploy/jobs.js';
import { composeRunAttached } from '../lib/engine/compose.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import { UsageError } from '../lib/model/user-error.js';
import { runOnce } from '../lib/operate/run-once.js';
import { runningSystem } from '../lib/operate/running-system.js';
import { chosen, whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { isTerminal } from './terminal.js';

/** `run`: a program in a container of its own, beside a service's; or a job, whether it is due or not. */
export async function runProgramOnce(
  project: Project,
  service: string,
  words: readonly string[],
): Promise<void> {
  const runs = await whatRuns(project, `${project.system.conventions.commands.program} run`);
  const system = runningSystem(project, runs);
  const spec = system.services.find(({ name }) => name === service);
  if (spec?.job) {
    if (words.length > 0)
      throw new UsageError(`${service} is a job, which has its own program`, 'leave out the other one');
    const root = runs.settings.sourceRoot;
    return runJob({ root, system, project: jobsProject(root, system), log: console.log }, service);
  }
  chosen(runs, [service]);
  if (words.length === 0)
    throw new UsageError(`no program is named to run beside ${service}`, 'name it after --');
  if (spec && runsBySwarm(runs.containers)) {
    // no secret is in what its containers were told: Compose gives it a container of the same description
    const root = runs.settings.sourceRoot;
    process.exitCode = await composeRunAttached(
      projectBeside(root, system, [spec]),
      service,
      words,
      isTerminal(),
    );
    return;
  }
  const secretFiles = Object.keys(spec?.secretFiles ?? {});
  process.exitCode = await runOnce(runs, service, words, { isTerminal: isTerminal(), secretFiles });
}
