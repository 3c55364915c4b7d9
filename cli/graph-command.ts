import { Argument, type Command, Option } from 'commander';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import type { GraphFormat } from './graph.js';
import { addExamples } from './usage.js';

const FORMATS: readonly GraphFormat[] = ['svg', 'html', 'mermaid'];

const HELP = `
Boxes are services, with their ports, live paths and data volumes; an arrow means "waits for". mermaid is text that GitHub
draws in Markdown. html is a page that needs nothing else: dev and prod side by side, searchable, with what each file of each
service is: live, baked or ignored.`;

/** What shows the system to people. */
export function addGraphCommand(program: Command, project: Project): void {
  const command = program
    .command('graph')
    .description('draw the system: what waits for what, ports, live paths, data')
    .addArgument(new Argument('[mode]', 'default: dev; html has both').choices(MODES))
    .addOption(
      new Option('--format <format>', 'svg, html or mermaid (default: mermaid)')
        .choices(FORMATS)
        .default('mermaid'),
    )
    .addHelpText('after', HELP)
    .action(async (mode: Mode | undefined, { format }: { format: GraphFormat }) => {
      const { graph } = await import('./graph.js');
      await graph(project, mode, format);
    });
  addExamples(command, project.system.conventions.commands.graph, [
    ['', 'dev, for a Markdown page'],
    ['prod --format svg > prod.svg', 'prod, as an image'],
    ['--format html > system.html', 'both, as a page for a browser'],
  ]);
}
