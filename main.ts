/** What `cdktf synth`, `diff` and `deploy` run: builds both stacks, checks them, then writes everything. */

import { runReported } from './cli/report.js';
import { describe, plan, write, writeTerraform } from './cli/synthesis.js';
import { readSettings } from './host/settings.js';

await runReported(() => {
  const synthesis = plan(describe(readSettings(process.cwd())));
  synthesis.app.validate();
  write(synthesis);
  writeTerraform(synthesis);
});
