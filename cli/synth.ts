import { refuseLostSecrets } from '../lib/engine/lost-secrets.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { forgetOtherBackend, keepStatePrivate } from '../lib/engine/terraform-state.js';
import { MODES } from '../lib/model/mode.js';
import { leftOutLines } from '../lib/model/service-spec.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describe, plan, write } from '../lib/synth/synthesis.js';
import { runReported } from './report.js';

/** What `cdktf synth`, `diff` and `deploy` run: describes both modes, checks them, then writes everything. */
export async function synth(project: Project): Promise<void> {
  await runReported(project.system, async () => {
    const synthesis = plan(describe(readSettings(project)), await hasStartInterval());
    const { systems, settings } = synthesis;
    // Terraform reads the secrets before it calls back to have anything checked
    for (const mode of MODES) await refuseLostSecrets(settings.sourceRoot, systems[mode]);
    const { renderTerraform } = await import('../lib/terraform/app.js');
    // its folder is there from now on
    const terraform = renderTerraform(systems, settings.relativeSourceRoot);
    for (const line of [...write(synthesis, MODES), ...leftOutLines(systems.dev)]) console.log(line);
    terraform.write();
    keepStatePrivate(project.directory, settings);
    for (const mode of MODES) forgetOtherBackend(project.directory, systems[mode]);
  });
}
