import { hasNoLostSecrets } from '../lib/engine/lost-secrets.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { forgetOtherBackend, keepStatePrivate } from '../lib/engine/terraform-state.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describe, plan, write } from '../lib/synth/synthesis.js';

/** What `cdktf synth`, `diff` and `deploy` run: describes both modes, checks them, then writes everything. */
export async function synth(project: Project): Promise<void> {
  const synthesis = plan(describe(readSettings(project)), await hasStartInterval());
  const { systems, settings } = synthesis;
  // Terraform reads the secrets before it calls back to have anything checked; who only synthesises needs none
  const secretive: Mode[] = [];
  for (const mode of MODES)
    if (await hasNoLostSecrets(settings.sourceRoot, systems[mode])) secretive.push(mode);
  const { renderTerraform } = await import('../lib/terraform/app.js');
  // its folder is there from now on
  const terraform = renderTerraform(systems, settings.relativeSourceRoot);
  write(synthesis, secretive);
  terraform.write();
  keepStatePrivate(project.directory, settings);
  for (const mode of MODES) forgetOtherBackend(project.directory, systems[mode]);
}
