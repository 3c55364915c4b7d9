import { setTimeout as sleep } from 'node:timers/promises';
import { deployedBefore } from '../lib/deploy/deployed.js';
import { sayDrift } from '../lib/deploy/drift.js';
import { goBack } from '../lib/deploy/go-back.js';
import { requireDeployable } from '../lib/deploy/prepare.js';
import { requireStackDeployable } from '../lib/deploy/swarm/prepare-stack.js';
import { turnHolder } from '../lib/deploy/turn.js';
import { attachedProgram } from '../lib/engine/attached.js';
import { calledAs, interruptedBy } from '../lib/engine/interruption.js';
import { stackMaker } from '../lib/engine/stack-maker.js';
import { begunDeploy } from '../lib/engine/terraform-state.js';
import { environmentName } from '../lib/model/conventions.js';
import { MODES } from '../lib/model/mode.js';
import { isOn } from '../lib/model/switch.js';
import { withSecretsLaid } from '../lib/secrets/open.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings, type Settings } from '../lib/synth/settings.js';
import { requireTypes } from './type-check.js';

const CDKTF = 'node_modules/.bin/cdktf';
/** A provider of a local mirror cannot be locked for other machines, and cdktf.out, where the lock lies, is not committed. */
const UNLOCKED = '--skip-provider-lock';

/** cdktf as this project needs it. @param args what it is called with */
export async function cdktf(project: Project, args: readonly string[]): Promise<void> {
  const [command = '', word] = args;
  const mode = MODES.find((each) => each === word);
  const settings = readSettings(project);
  const { conventions } = settings;
  calledAs(`${conventions.commands.deploy.replace(/ deploy$/, '')} ${args.join(' ')}`);
  const unlocked = command === 'diff' || command === 'deploy' ? [UNLOCKED] : [];
  if (command === 'diff' && mode) await sayDrift(project, mode);
  if (command === 'deploy' && (mode === 'prod' || word === 'swarm')) await requireTypes('prod');
  if (command === 'deploy' && mode) await requireDeployable(project, mode);
  if (command === 'deploy' && word === 'swarm') await requireStackDeployable(project);
  const place = { root: settings.sourceRoot, conventions, environment: process.env };
  const work = async () => {
    if (command === 'deploy' && mode === 'prod')
      return deployOrGoBack(project, settings, [...args.slice(2), ...unlocked]);
    const state = CHANGING.has(command) ? HALF : 'nothing that runs was touched';
    const run = () => attachedProgram(CDKTF, [...args, ...unlocked], state);
    process.exitCode = await run();
    if (command !== 'destroy' || word !== 'swarm' || process.exitCode === 0) return;
    if (interruptedBy() !== undefined || (await stackMaker({ ...settings, mode: 'prod' }))) return;
    // the provider waits for a container no moment longer than that may take to stop
    console.error(
      'All services have ended, some later than Terraform waits for them: once more, for the rest.',
    );
    process.exitCode = await run();
  };
  // Terraform reads the secrets from a file, which is there for as long as it runs where they are encrypted
  await (mode === 'prod' || word === 'swarm' ? withSecretsLaid(place, work) : work());
  // cdktf ends by a signal before Terraform has, which brings what it is at to an end
  while (interruptedBy() !== undefined && turnHolder(settings.sourceRoot, settings) !== undefined)
    await sleep(200);
}

const CHANGING: ReadonlySet<string> = new Set(['deploy', 'destroy']);
const HALF = 'what Terraform had done by then stays';

/**
 * `cdktf deploy prod`, and where that does not come up the deploy before it. Terraform alone cannot: it has destroyed the old
 * container by then, and holds its state until it has ended.
 * @param args what cdktf is called with after that
 */
async function deployOrGoBack(project: Project, settings: Settings, args: readonly string[]): Promise<void> {
  const { conventions, sourceRoot } = settings;
  const deployment = { ...settings, mode: 'prod' } as const;
  const before = begunDeploy(sourceRoot, deployment);
  const code = await attachedProgram(CDKTF, ['deploy', 'prod', ...args], HALF);
  process.exitCode = code;
  const begun = begunDeploy(sourceRoot, deployment);
  // who ends it wants it to end, and what was refused has touched nothing
  if (code === 0 || interruptedBy() !== undefined || begun === undefined || begun === before) return;
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
