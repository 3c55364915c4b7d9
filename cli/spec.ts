import { SPEC_VERSION } from '../lib/diff/base.js';
import { describe } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';

/** Prints both modes as the project describes them, the same on every machine; one JSON document. */
export function printSpec(of: Project): void {
  const { project } = readSettings(of);
  const { systems } = describe({ ...project, project });
  console.log(JSON.stringify({ version: SPEC_VERSION, dev: systems.dev, prod: systems.prod }));
}
