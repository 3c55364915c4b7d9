import { ReleaseStore } from '../engine/releases.js';
import { RunLog } from '../engine/run-log.js';
import type { Mode } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { readSettings } from '../synth/settings.js';
import { changeTo } from './change.js';
import { claim } from './claim.js';
import type { RollbackOptions } from './rollback.js';
import { releaseProject, requireImages, runRelease } from './run.js';
import { inTurn } from './turn.js';
import type { UpOptions } from './up.js';
import { waitLimit } from './wait-limit.js';

const MODE: Mode = 'prod';

/** Starts the release that runs once more: what is different of it is where its data is. Nothing is built. */
export async function restartRelease({
  project,
  engine,
  replace,
  keepFailed,
  waitTimeout,
  guard,
}: Omit<RollbackOptions, 'saveData'> & Pick<UpOptions, 'project' | 'engine'>): Promise<void> {
  const settings = readSettings(project);
  const { sourceRoot, adopt, conventions } = settings;
  const release = new ReleaseStore(sourceRoot, { ...settings, mode: MODE }).running();
  if (!release)
    throw new UserError(
      `no release of ${settings.name} is known here`,
      `start one: ${conventions.commands.prod}`,
    );
  const limit = waitLimit(conventions, waitTimeout);
  await inTurn(sourceRoot, settings, async () => {
    const others = await claim(sourceRoot, release.system, engine, { replace, adopt });
    await requireImages(release);
    await changeTo({
      ...{
        root: sourceRoot,
        directory: project.directory,
        system: release.system,
        others,
        keepFailed,
        limit,
      },
      log: new RunLog(settings, `start.${MODE}`),
      title: `Starting release ${release.id}, waiting until it is healthy`,
      guard: (running) => guard(sourceRoot, running),
      project: releaseProject(sourceRoot, release),
      earlier: undefined,
      engine,
      start: (options) => runRelease(sourceRoot, release, engine, options),
    });
  });
}
