/** What `cdktf synth`, `diff` and `deploy` run: builds both stacks, checks them, then writes everything. */

import { runReported } from './cli/report.js';
import { describe, plan, write, writeTerraform } from './cli/synthesis.js';
import { refuseLostSecrets } from './host/lost-secrets.js';
import { readSettings } from './host/settings.js';
import { forgetOtherBackend, keepStatePrivate } from './host/terraform-state.js';
import { MODES } from './model/mode.js';

const directory = process.cwd();
await runReported(async () => {
  const synthesis = plan(describe(readSettings(directory)));
  synthesis.app.validate();
  // Terraform reads the secrets before it calls back to have anything checked
  for (const mode of MODES) await refuseLostSecrets(synthesis.settings.sourceRoot, synthesis.app[mode]);
  write(synthesis, MODES);
  writeTerraform(synthesis);
  const { name } = synthesis.settings;
  keepStatePrivate(directory, name);
  for (const mode of MODES) forgetOtherBackend(directory, { name, mode });
});
