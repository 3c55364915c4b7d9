import { lastStart } from '../disk/start-note.js';
import { listContainers } from '../engine/docker.js';
import { ReleaseStore } from '../engine/releases.js';
import { RunLog } from '../engine/run-log.js';
import type { Mode } from '../model/mode.js';
import { releaseChanges, rollbackTarget } from '../model/release.js';
import { leftOutLines } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { changeTo } from './change.js';
import { claim } from './claim.js';
import { requireEngine } from './require-engine.js';
import { type ReleaseEngine, releaseProject, requireImages, runRelease } from './run.js';
import type { Placed } from './start-words.js';
import { pushIfWanted } from './swarm/images.js';
import { requireMaker } from './swarm/require-maker.js';
import { inTurn } from './turn.js';
import type { UpOptions } from './up.js';
import { waitLimit } from './wait-limit.js';

const MODE: Mode = 'prod';

/** What `prod` is called with that a rollback heeds. */
export type RollbackOptions = Pick<
  UpOptions,
  'replace' | 'keepFailed' | 'waitTimeout' | 'saveData' | 'guard'
>;

/**
 * `prod --rollback`: starts the previous release again, or after a deploy that did not come up the last one
 * that did. Nothing is built and the source tree is not read; the data stays as it is.
 * @throws UserError before any container is touched where there is no such release, or an image of it is gone,
 * and where Terraform runs prod: the releases kept here are older than its deploys, which nobody counts
 */
export async function rollback(
  project: Project,
  { replace, keepFailed, waitTimeout, saveData, guard }: RollbackOptions,
): Promise<void> {
  const settings = readSettings(project);
  const { sourceRoot, name, adopt } = settings;
  const { commands } = settings.conventions;
  const limit = waitLimit(settings.conventions, waitTimeout);
  await requireEngine(commands);
  const engine = await engineThatRuns(settings);
  if (engine === 'swarm') await requireMaker({ ...settings, mode: MODE }, 'commands');
  const store = new ReleaseStore(sourceRoot, { ...settings, mode: MODE });
  const before = store.releases;
  const target = rollbackTarget(before);
  if (target === undefined)
    throw new UserError(`there is no earlier release of ${name} to return to`, `start one: ${commands.prod}`);
  const from = store.running();
  const to = store.read(target);
  const began = Date.now();
  await inTurn(sourceRoot, settings, async () => {
    const others = await claim(sourceRoot, to.system, engine, { replace, adopt });
    await requireImages(to);
    if (engine === 'swarm') await pushIfWanted(to.system);
    for (const line of leftOutLines(to.system)) console.log(line);
    await saveData(to.system);
    await changeTo({
      ...{ root: sourceRoot, directory: project.directory, system: to.system, others, keepFailed, limit },
      log: new RunLog(settings, `start.${MODE}`),
      title: `Returning to release ${to.id}, waiting until it is healthy`,
      guard: (running) => guard(sourceRoot, running),
      project: releaseProject(sourceRoot, to),
      earlier: store.earlierThan(to),
      engine,
      start: (options) => runRelease(sourceRoot, to, engine, options),
    });
  });
  store.noteRolledBack(before, from);
  console.log(`\nRolled back to release ${to.id} (${((Date.now() - began) / 1000).toFixed(1)} s):`);
  for (const line of from ? releaseChanges(from.system, to.system) : []) console.log(`  ${line}`);
  console.log(
    `\nThe source tree and the data are as they were. To return to the newer release: ${commands.prod} --rollback`,
  );
  console.log(`From the source tree: ${commands.prod}`);
}

/** Whose releases run; where nothing does, whose ran last. @throws UserError where that is Terraform */
async function engineThatRuns(system: Placed): Promise<ReleaseEngine> {
  const engines = new Set((await listContainers(system, MODE)).map(({ engine }) => engine));
  if (engines.has('swarm')) return 'swarm';
  if (engines.size === 0)
    return lastStart(system.sourceRoot, { ...system, mode: MODE })?.engine === 'swarm' ? 'swarm' : 'compose';
  if (!engines.has('terraform')) return 'compose';
  throw new UserError(
    `${MODE} is run by Terraform, whose deploys are not kept as releases to return to`,
    `check out the earlier source, then ${system.conventions.commands.deploy} ${MODE}`,
  );
}
