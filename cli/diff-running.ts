import { realpathSync } from 'node:fs';
import { composeHashes } from '../lib/deploy/compose-hashes.js';
import { nothingRuns } from '../lib/deploy/nothing-runs.js';
import { refuseSwarm } from '../lib/deploy/swarm/refuse.js';
import type { Compared } from '../lib/diff/compared.js';
import { diffRunning } from '../lib/diff/running.js';
import { verdictOf } from '../lib/diff/verdict.js';
import { secretVariables } from '../lib/disk/secrets.js';
import { listContainers } from '../lib/engine/docker.js';
import { inspectContainers, inspectImages } from '../lib/engine/inspect.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import type { Mode } from '../lib/model/mode.js';
import { requireWhole } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { asRun } from '../lib/synth/told.js';
import { catchUp, pathsOf } from '../lib/watch/catch-up.js';
import { WatchedFiles } from '../lib/watch/watched-files.js';
import { describeRunning } from './describe-running.js';

/** `diff --running MODE`: what is described here, and the containers of either engine; nothing is changed. */
export async function compareWithRunning(project: Project, mode: Mode): Promise<Compared> {
  const { started } = await describeRunning(project, [mode]);
  requireWhole(started(mode));
  const description = started(mode);
  const { systems, settings } = description;
  const { sourceRoot, conventions } = settings;
  const containers = await listContainers(systems[mode], mode);
  const system = asRun<Mode>(systems[mode], sourceRoot, containers);
  const [first] = containers;
  if (!first) throw await nothingRuns(settings, mode, `${conventions.commands.diff} --running`);
  refuseSwarm(
    { containers },
    `${conventions.commands.status} ${mode} says what is due, ${conventions.commands.verify} ${mode} what differs`,
  );
  const inspected = await inspectContainers(containers.map(({ id }) => id));
  const { services } = system;
  const behind = await catchUp(
    { sourceRoot, services },
    new WatchedFiles(sourceRoot, systems[mode].services),
  );
  const startInterval = await hasStartInterval();
  const diff = diffRunning({
    ...{ system, containers, sourceRoot: realpathSync(sourceRoot) },
    inspected: new Map(inspected.map((each) => [each.Id, each])),
    images: await inspectImages(inspected.flatMap(({ Image, Config }) => [Image, Config.Image])),
    secrets: secretVariables(sourceRoot, system),
    startInterval,
    composeHashes: await composeHashes(description, mode, startInterval),
    behind: new Map(behind.map((each) => [each.service.name, pathsOf(each)])),
  });
  const engines = [...new Set(containers.map(({ engine }) => engine))].map(
    (engine) => engine.charAt(0).toUpperCase() + engine.slice(1),
  );
  const remarks = [`Compared with what ${engines.join(' and ')} started in ${mode} mode.`];
  return { diff, verdict: verdictOf(diff), remarks, systems: [system] };
}
