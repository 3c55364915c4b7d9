import { imageExists, listContainers } from '../engine/docker.js';
import { takeOver } from '../engine/holder.js';
import { type Release, ReleaseStore } from '../engine/releases.js';
import { RunLog } from '../engine/run-log.js';
import { runTasks } from '../engine/tasks.js';
import type { Named } from '../model/conventions.js';
import { imageName } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import { releaseChanges, rollbackTarget } from '../model/release.js';
import { leftOutLines } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { claim } from './claim.js';
import { requireEngine } from './require-engine.js';
import { runRelease } from './run.js';
import { waitLimit } from './wait-limit.js';

const MODE: Mode = 'prod';

/**
 * `prod --rollback`: starts the previous release again, or after a deploy that did not come up the last one
 * that did. Nothing is built and the source tree is not read; the data stays as it is.
 * @param replace whether what the other mode runs is ended first
 * @param waitTimeout seconds for which each service is waited for at most @default - the environment's, then 900
 * @throws UserError before any container is touched where there is no such release, or an image of it is gone,
 * and where Terraform runs prod: the releases kept here are older than its deploys, which nobody counts
 */
export async function rollback(project: Project, replace: boolean, waitTimeout?: number): Promise<void> {
  const settings = readSettings(project);
  const { sourceRoot, name, adopt } = settings;
  const { commands } = settings.conventions;
  const limit = waitLimit(settings.conventions, waitTimeout);
  await requireEngine(commands);
  await requireNoTerraform(settings);
  const store = new ReleaseStore(sourceRoot, { ...settings, mode: MODE });
  const target = rollbackTarget(store.releases);
  if (target === undefined)
    throw new UserError(`there is no earlier release of ${name} to return to`, `start one: ${commands.prod}`);
  const from = store.running();
  const to = store.read(target);
  const others = await claim(sourceRoot, to.system, 'compose', { replace, adopt });
  await requireImages(to);
  for (const line of leftOutLines(to.system)) console.log(line);
  const began = Date.now();
  await takeOver(to.system, others, project.directory);
  await runTasks(
    [
      {
        title: `Returning to release ${to.id}, waiting until it is healthy`,
        task: (_, task) =>
          runRelease(sourceRoot, to, {
            limit,
            log: (line) => {
              task.output = line;
            },
          }),
      },
    ],
    new RunLog(settings, `start.${MODE}`),
  );
  console.log(`\nRolled back to release ${to.id} (${((Date.now() - began) / 1000).toFixed(1)} s):`);
  for (const line of from ? releaseChanges(from.system, to.system) : []) console.log(`  ${line}`);
  console.log(
    `\nThe source tree and the data are as they were. To return to the newer release: ${commands.prod} --rollback`,
  );
  console.log(`From the source tree: ${commands.prod}`);
}

async function requireNoTerraform(system: Named): Promise<void> {
  if (!(await listContainers(system, MODE)).some(({ engine }) => engine === 'terraform')) return;
  throw new UserError(
    `${MODE} is run by Terraform, whose deploys are not kept as releases to return to`,
    `check out the earlier source, then ${system.conventions.commands.deploy} ${MODE}`,
  );
}

async function requireImages({ id, system }: Release): Promise<void> {
  const names = [...new Set(system.services.map(({ image }) => imageName(image)))];
  const found = await Promise.all(names.map(imageExists));
  const missing = names.filter((_, i) => !found[i]);
  if (missing.length > 0)
    throw new UserError(
      `release ${id} cannot be started: the engine no longer has ${missing.join(', ')}`,
      `load them, or start the source tree: ${system.conventions.commands.prod}`,
    );
}
