import type { Mode } from '../model/mode.js';
import type { Project } from '../synth/project.js';
import type { Compared } from './compared.js';

export async function compareWithRunning(_project: Project, _mode: Mode): Promise<Compared> {
  throw new Error('soon');
}
