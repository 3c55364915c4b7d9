/** What `cdktf synth`, `diff` and `deploy` run: builds both stacks, checks them, then writes everything. */

import { runReported } from './cli/report.js';
import { refuseLostSecrets } from './lib/engine/lost-secrets.js';
import { forgetOtherBackend, keepStatePrivate } from './lib/engine/terraform-state.js';
import { MODES } from './lib/model/mode.js';
import { readSettings } from './lib/synth/settings.js';
import { describe, plan, write, writeTerraform } from './lib/synth/synthesis.js';

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
