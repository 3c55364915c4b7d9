import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Project } from '../lib/synth/project.js';
import { runReported } from './report.js';

/** What concerns images and releases, beside starting them. */
export function addProdCommands(program: Command, project: Project): void {
  program
    .command('export')
    .description('write prod with all its images to a directory that needs only Docker')
    .argument('<directory>', 'new, empty, or an earlier export')
    .addOption(new Option('--from <directory>', 'what a relative directory is relative to').hideHelp())
    .action((target: string, { from = project.directory }: { from?: string }) =>
      runReported(project.system, async () => {
        const { exportSystem } = await import('./export.js');
        await exportSystem(project, resolve(from, target));
      }),
    );
  program
    .command('prune')
    .description(
      'remove our own images and staged contexts that nothing needs any more; data volumes are kept',
    )
    .option('--dry-run', 'only list them')
    .action(({ dryRun = false }: { dryRun?: boolean }) =>
      runReported(project.system, async () => {
        const { prune } = await import('./prune.js');
        await prune(project, dryRun);
      }),
    );
  program
    .command('lock-images')
    .description('pin every external image to what its registry has today, in images.lock.json')
    .action(() =>
      runReported(project.system, async () => {
        const { lockImages } = await import('./lock-images.js');
        await lockImages(project);
      }),
    );
}
