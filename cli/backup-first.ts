import { replacedData } from '../lib/backup/replaced-data.js';
import { backupVariable, repositoryOf } from '../lib/backup/repository.js';
import { Restic } from '../lib/backup/restic.js';
import { takeBackup } from '../lib/backup/take.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
import { UserError } from '../lib/model/user-error.js';
import { whatRuns } from '../lib/operate/what-runs.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { planOf, sayPart } from './backup.js';

/**
 * Takes a backup before prod replaces a service that keeps data, where somebody has said where backups go.
 * @throws UserError where that fails: then nothing is replaced
 */
export async function backupFirst(project: Project, system: SystemSpec): Promise<void> {
  const replaced = system.mode === 'prod' ? await replacedData(system) : [];
  if (replaced.length === 0) return;
  const settings = readSettings(project);
  const repository = repositoryOf(settings);
  const names = replaced.join(', ');
  if (!repository) {
    console.log(
      `note: no backup before ${names} is replaced: ${backupVariable(settings)} does not say where to.`,
    );
    return;
  }
  const restic = new Restic(repository, settings.conventions.commands);
  const runs = await whatRuns(project, `${settings.conventions.commands.program} backup`);
  try {
    await restic.require();
    console.log(`Backup before ${names} is replaced:`);
    await takeBackup(restic, runs, planOf(project, runs), sayPart);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `no backup before ${names} is replaced: ${error.message}`,
      `${error.fix ?? 'mend that'}; without ${backupVariable(settings)}, it is replaced without a backup`,
    );
  }
}
