import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Project } from '../lib/synth/project.js';
import { JSON_HELP, type JsonOption } from './json-option.js';
import { addExamples } from './usage.js';

/** What concerns images and releases, beside starting them. */
export function addProdCommands(program: Command, project: Project): void {
  const { commands } = project.system.conventions;
  const exporting = program
    .command('export')
    .description('write prod with all its images to a directory that needs only Docker')
    .argument('<directory>', 'new, empty, or an earlier export')
    .option('--setup', 'install what is missing: Docker Engine, Compose, base images')
    .action(async (target: string, { setup = false }: { readonly setup?: boolean }) => {
      const { exportSystem } = await import('./export.js');
      const from = process.env.TWOMODE_CALLED_FROM || project.directory;
      await exportSystem(project, resolve(from, target), setup);
    });
  addExamples(exporting, commands.export, [
    ['../release', 'copy the directory to a machine with Docker, and run ./start.sh there'],
  ]);
  const prune = program
    .command('prune')
    .description(
      'remove our own images and build contexts that nothing needs any more; data volumes are kept',
    )
    .option('--dry-run', 'only list them')
    .option('--json', JSON_HELP)
    .action(async ({ dryRun = false, json = false }: JsonOption & { dryRun?: boolean }) => {
      const { prune } = await import('./prune.js');
      await prune(project, { dryRun, json });
    });
  addExamples(prune, commands.prune, [
    ['--dry-run', 'shows what would go, and how much room it takes'],
    ['', 'removes it'],
  ]);
  const lock = program
    .command('lock-images')
    .description('pin every external image to what its registry has today, in images.lock.json')
    .option('--json', JSON_HELP)
    .action(async ({ json = false }: JsonOption) => {
      const { lockImages } = await import('./lock-images.js');
      await lockImages(project, json);
    });
  addExamples(lock, commands['lock-images'], [['', 'writes images.lock.json; commit it']]);
}
