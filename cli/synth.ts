import { missingSecrets } from '../lib/disk/secrets.js';
import { secretsPath } from '../lib/disk/secrets-file.js';
import { refuseLostSecrets } from '../lib/engine/lost-secrets.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { forgetOtherBackend, keepStatePrivate } from '../lib/engine/terraform-state.js';
import { MODES } from '../lib/model/mode.js';
import type { SystemSpec } from '../lib/model/service-spec.js';
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
    write(synthesis, MODES);
    terraform.write();
    keepStatePrivate(project.directory, settings);
    for (const mode of MODES) sayMissing(settings.sourceRoot, systems[mode]);
    for (const mode of MODES) forgetOtherBackend(project.directory, systems[mode]);
  });
}

/** Nobody is asked here: Terraform refuses to plan without them, and synthesis needs none. */
function sayMissing(root: string, system: SystemSpec): void {
  const names = missingSecrets(root, system).map(({ name }) => name);
  if (names.length > 0)
    console.error(
      `warning: ${secretsPath(root, system)} has no ${names.join(', ')}, which comes from the team`,
    );
}
