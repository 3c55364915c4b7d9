import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { heedRestore } from '../lib/backup/settle.js';
import { takeInstance } from '../lib/deploy/take-instance.js';
import { missingSecrets } from '../lib/disk/secrets.js';
import { secretsPath } from '../lib/disk/secrets-file.js';
import { hasNoLostSecrets } from '../lib/engine/lost-secrets.js';
import { hasStartInterval } from '../lib/engine/start-interval.js';
import { forgetOtherBackend, keepStatePrivate } from '../lib/engine/terraform-state.js';
import { environmentName } from '../lib/model/conventions.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { leftOutLines, type SystemSpec } from '../lib/model/service-spec.js';
import { UserError } from '../lib/model/user-error.js';
import { type Description, describe, whileUnchanged } from '../lib/synth/description.js';
import { largeContexts } from '../lib/synth/large-contexts.js';
import { onlyComposeLines } from '../lib/synth/only-compose.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { stackLines } from '../lib/synth/stack.js';
import { plan, type Synthesis, write } from '../lib/synth/synthesis.js';
import { warningLines } from '../lib/synth/warnings.js';

/** What `cdktf synth`, `diff` and `deploy` run: describes both modes, checks them, then writes everything. */
export async function synth(project: Project): Promise<void> {
  const copy = await takeInstance(project);
  if (copy !== undefined) console.log(copy);
  // a deploy would go back to the data from before; where no engine answers, nothing is deployed
  const note = await heedRestore(readSettings(project)).catch(() => undefined);
  if (note !== undefined) console.error(note);
  return whileUnchanged(describe(readSettings(project)), (description) => synthesise(project, description));
}

async function synthesise(project: Project, description: Description): Promise<void> {
  const synthesis = plan(description, await hasStartInterval());
  const { systems, settings } = synthesis;
  // Terraform reads the secrets before it calls back to have anything checked; who only synthesises needs none
  const secretive: Mode[] = [];
  for (const mode of MODES)
    if (await hasNoLostSecrets(settings.sourceRoot, systems[mode])) secretive.push(mode);
  const { renderTerraform } = await import('../lib/terraform/app.js').catch(explainCdktf);
  const lines = [
    ...warningLines(synthesis),
    ...largeContexts(synthesis),
    ...onlyComposeLines([systems.dev, systems.prod]),
    ...stackLines(synthesis, systems.prod),
  ];
  for (const line of lines) console.error(line);
  // its folder is there from now on
  const swarm = swarmStack(synthesis);
  const terraform = renderTerraform(systems, settings.relativeSourceRoot, { swarm });
  for (const line of [...write(synthesis, secretive), ...leftOutLines(systems.dev)]) console.log(line);
  // HCL, which `cdktf synth --hcl` writes, has another name, and Terraform would read both
  for (const stack of [...MODES, 'swarm'])
    for (const name of ['cdk.tf', 'cdk.tf.json'])
      rmSync(join(terraform.outdir, 'stacks', stack, name), { force: true });
  terraform.write();
  keepStatePrivate(project.directory, settings);
  for (const mode of MODES) sayMissing(settings.sourceRoot, systems[mode]);
  for (const mode of MODES) forgetOtherBackend(project.directory, systems[mode]);
}

/** The package has cdktf in its own files; a checkout has it with cdktf's command line and what the tests need. */
function explainCdktf(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/'(cdktf|@cdktf\/[^']*)'/.test(error.message)) throw error;
  throw new UserError('cdktf is not installed', 'npm ci');
}

/** What Terraform's stack for Swarm is made of; undefined where Swarm would not run the system as it is described. */
function swarmStack({ stack, settings: { conventions } }: Synthesis) {
  if (!stack || stack.faults.length > 0) return undefined;
  return { programs: stack.programs, registry: process.env[environmentName(conventions, 'REGISTRY')] ?? '' };
}

/** Nobody is asked here: Terraform refuses to plan without them, and synthesis needs none. */
function sayMissing(root: string, system: SystemSpec): void {
  const names = missingSecrets(root, system).map(({ name }) => name);
  if (names.length > 0)
    console.error(
      `warning: ${secretsPath(root, system)} has no ${names.join(', ')}, which comes from the team`,
    );
}
