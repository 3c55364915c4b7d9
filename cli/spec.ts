import { SPEC_VERSION } from '../lib/diff/base.js';
import { describeProject } from '../lib/synth/described.js';
import type { Project } from '../lib/synth/project.js';

/** Prints both modes as the project describes them, the same on every machine; one JSON document. */
export function printSpec(of: Project): void {
  const { systems } = describeProject(of);
  console.log(JSON.stringify({ version: SPEC_VERSION, dev: systems.dev, prod: systems.prod }));
}
