import { deployedBefore } from '../lib/deploy/deployed.js';
import { goBack } from '../lib/deploy/go-back.js';
import { requireDeployable } from '../lib/deploy/prepare.js';
import { attachedProgram } from '../lib/engine/attached.js';
import { begunDeploy } from '../lib/engine/terraform-state.js';
import { environmentName } from '../lib/model/conventions.js';
import { isOn } from '../lib/model/switch.js';
import { withSecretsLaid } from '../lib/secrets/open.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings, type Settings } from '../lib/synth/settings.js';

/**
 * `cdktf deploy prod`, and where that does not come up the deploy before it. Terraform alone cannot: it has destroyed the old
 * container by then, and holds its state until it has ended.
 * @param args what cdktf is called with after that
 */
export async function deployOrGoBack(project: Project, args: readonly string[]): Promise<void> {
  await requireDeployable(project, 'prod');
  const settings = readSettings(project);
  const place = { root: settings.sourceRoot, conventions: settings.conventions, environment: process.env };
  await withSecretsLaid(place, () => deploy(project, settings, args));
}

/** Any other command of cdktf's for prod, with the secrets where Terraform reads them. */
export async function cdktfOfProd(project: Project, args: readonly string[]): Promise<void> {
  const { sourceRoot: root, conventions } = readSettings(project);
  process.exitCode = await withSecretsLaid({ root, conventions, environment: process.env }, () =>
    attachedProgram('node_modules/.bin/cdktf', args),
  );
}

async function deploy(project: Project, settings: Settings, args: readonly string[]): Promise<void> {
  const { conventions, sourceRoot } = settings;
  const deployment = { ...settings, mode: 'prod' } as const;
  const before = begunDeploy(sourceRoot, deployment);
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  const code = await attachedProgram('node_modules/.bin/cdktf', ['deploy', 'prod', ...args]);
  process.exitCode = code;
  const begun = begunDeploy(sourceRoot, deployment);
  // who ends it wants it to end, and what was refused has touched nothing
  if (code === 0 || isInterrupted || begun === undefined || begun === before) return;
  const terraform = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
  const back = deployedBefore(project.directory, sourceRoot, deployment, terraform);
  if (!back) return;
  const keeps = environmentName(conventions, 'KEEP_FAILED');
  if (isOn(conventions, 'KEEP_FAILED', process.env)) {
    console.error(`prod did not come up, and is left as it is (${keeps}).`);
    return;
  }
  console.error(`prod did not come up: deploying what was deployed before. ${keeps}=1 leaves it as it is.`);
  console.error(await goBack(back));
}
