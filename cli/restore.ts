import { readManifest } from '../lib/backup/manifest.js';
import { requireRepository } from '../lib/backup/repository.js';
import { Restic } from '../lib/backup/restic.js';
import { restore as restoreData } from '../lib/backup/restore.js';
import { giveUpMove, restoringAlone } from '../lib/backup/settle.js';
import { checkBackup } from '../lib/backup/verify.js';
import { restartRelease } from '../lib/deploy/restart-release.js';
import { pushIfWanted } from '../lib/deploy/swarm/images.js';
import { requireMaker } from '../lib/deploy/swarm/require-maker.js';
import { SWITCHING } from '../lib/disk/moved-volumes.js';
import { lastStart } from '../lib/disk/start-note.js';
import { attachedProgram } from '../lib/engine/attached.js';
import { interruptedBy, leaves, settling, type Underway, underway } from '../lib/engine/interruption.js';
import { commandWords } from '../lib/model/conventions.js';
import { systemName } from '../lib/model/deployment.js';
import { runsBySwarm } from '../lib/model/swarm.js';
import { UserError } from '../lib/model/user-error.js';
import { runningSystem } from '../lib/operate/running-system.js';
import { secretPaths } from '../lib/operate/secret-paths.js';
import type { WhatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { ask as askHere, isYes } from './ask.js';
import { planOf, runsForBackup, sayPart } from './backup.js';
import { guard } from './guard.js';
import { start } from './start.js';

/** `restore`: brings a backup back into fresh volumes; until they are proven, nothing that runs is touched. */
export async function restore(
  project: Project,
  id: string | undefined,
  { yes = false, waitTimeout }: { readonly yes?: boolean; readonly waitTimeout?: number },
  ask = askHere,
): Promise<void> {
  const settings = readSettings(project);
  const restic = new Restic(requireRepository(settings), settings.conventions.commands);
  await restic.require();
  const runs = await runsForBackup(project, 'restore');
  const deployment = { ...settings, mode: runs.mode };
  if (runsBySwarm(runs.containers)) await requireMaker(deployment, 'commands');
  const manifest = await readManifest(restic, deployment, id);
  const pairs = await checkBackup(restic, planOf(project, runs), manifest);
  const question = `Restore backup ${manifest.id} into ${systemName(deployment)}? What was written since stays in the old volumes alone. [y/N] `;
  if (!yes && !isYes(await ask(question)))
    throw new UserError('nothing was restored', 'answer y to restore it, or call it with --yes');
  // the machines that go over to it have their images from there
  if (runsBySwarm(runs.containers)) await pushIfWanted(runningSystem(project, runs));
  const standing: Underway = { state: 'the data is as it was; the next start removes what was begun' };
  const work = async () => {
    const startAgain = () => startOn(project, runs, waitTimeout);
    let isOver = false;
    try {
      const old = await restoreData({
        ...{
          restic,
          runs,
          pairs,
          secretFilesOf: secretPaths(runningSystem(project, runs), runs),
          say: sayPart,
        },
        goOver: async () => {
          isOver = true;
          standing.state = 'the data is as it was, or all of it as in the backup: the next start says which';
          process.env[SWITCHING] = '1';
          await startAgain();
        },
      });
      console.log(
        `\nBackup ${manifest.id} is restored. The data from before is kept; to remove it for good:`,
      );
      console.log(`  docker volume rm ${old.join(' ')}`);
    } catch (error) {
      delete process.env[SWITCHING];
      await settling(async () => {
        if (isOver) {
          console.error(
            interruptedBy() === undefined
              ? 'The system does not come up on what was restored: it goes back to the data from before.'
              : 'The system goes back to the data from before.',
          );
          await startAgain();
        }
        await giveUpMove(settings);
      });
      leaves('the data is as it was, as if the restore had not begun');
      throw error;
    }
  };
  await underway(standing, () => restoringAlone(settings, work));
}

/** Starts what runs once more, as it is, by the engine that runs it: its volumes are others. */
async function startOn(project: Project, runs: WhatRuns, waitTimeout: number | undefined): Promise<void> {
  const { settings, mode, containers } = runs;
  const { conventions, sourceRoot } = settings;
  if (containers.some(({ engine }) => engine === 'terraform')) {
    const [program, ...words] = commandWords(`${conventions.commands.deploy} ${mode} --auto-approve`);
    if ((await attachedProgram(program, words, `the deploy of ${mode} has ended before its end`)) !== 0)
      throw new UserError(`the deploy of ${mode} failed`, `${conventions.commands.deploy} ${mode} shows why`);
    return;
  }
  const engine = runsBySwarm(runs.containers) ? 'swarm' : 'compose';
  const common = { project, engine, replace: false, keepFailed: false, waitTimeout, guard } as const;
  if (mode === 'prod') return restartRelease(common);
  const started = lastStart(sourceRoot, { ...settings, mode });
  await start(mode, { ...common, setup: false, call: { started }, rebuild: [] });
}
