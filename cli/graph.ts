import type { Mode } from '../lib/model/mode.js';
import { UsageError } from '../lib/model/user-error.js';
import { drawingOf } from '../lib/picture/drawing.js';
import { mermaid } from '../lib/picture/mermaid.js';
import { classesIn, describeProject, toldTree } from '../lib/synth/described.js';
import type { Project } from '../lib/synth/project.js';

export type GraphFormat = 'svg' | 'html' | 'mermaid';

/** `graph`: prints the system as a picture, as the project describes it. */
export async function graph(project: Project, mode: Mode | undefined, format: GraphFormat): Promise<void> {
  if (format === 'html' && mode !== undefined)
    throw new UsageError(
      `html shows both modes, not ${mode} alone`,
      `leave out "${mode}", or use --format svg`,
    );
  const tree = toldTree(describeProject(project));
  const system = tree.systems[mode ?? 'dev'];
  if (format === 'mermaid') return console.log(mermaid(drawingOf(system)));
  if (format === 'svg') {
    const { svgFile } = await import('../lib/picture/svg.js');
    const title = `${system.conventions.title}, ${system.mode}: what waits for what`;
    return console.log(await svgFile(drawingOf(system), { id: system.mode, title }));
  }
  const { renderPage } = await import('../lib/picture/page.js');
  console.log(await renderPage({ ...tree.systems, files: classesIn(tree) }));
}
