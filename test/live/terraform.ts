import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { lines } from './engine.js';
import type { Mode, Output, TestSystem } from './harness.js';

/** cdktf's own variable: OpenTofu is `tofu`. */
export const TERRAFORM = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';

/** Why Terraform's tests cannot run here, if they cannot; for the title of what is skipped. */
export const TERRAFORM_LACK = await terraformLack();

export const DEPLOY = ['--auto-approve', '--skip-provider-lock'];

/** What cdktf's own command does. Where it is not the subject, what follows does the same in half of the time. */
export function cdktf(system: TestSystem, command: 'deploy' | 'destroy', mode: Mode): Promise<string> {
  return system.must('npx', 'cdktf', command, mode, ...(command === 'deploy' ? DEPLOY : DEPLOY.slice(0, 1)));
}

export async function deploy(system: TestSystem, mode: Mode): Promise<void> {
  expectSuccess(await attempt(system, 'apply', mode));
}

export async function destroy(system: TestSystem, mode: Mode): Promise<void> {
  expectSuccess(await attempt(system, 'destroy', mode));
}

/** Synthesises, and lets Terraform do it, whatever comes of it. @param more variables beside the system's own */
export async function attempt(
  system: TestSystem,
  command: 'apply' | 'destroy',
  mode: Mode,
  more: NodeJS.ProcessEnv = {},
): Promise<Output> {
  const stack = stackOf(system, mode);
  const terraform = (...args: readonly string[]) => [TERRAFORM, `-chdir=${stack}`, ...args, '-no-color'];
  const steps = [
    ['node', '--import', './cli/typescript.mjs', 'main.ts'],
    // what it has once set up it finds again
    ...(existsSync(join(stack, '.terraform/terraform.tfstate')) ? [] : [terraform('init', '-input=false')]),
    terraform(command, '-auto-approve', '-input=false'),
  ];
  let output: Output = { exitCode: undefined, stdout: '', stderr: '' };
  for (const [program = '', ...args] of steps) {
    output = await system.run(program, args, more);
    if (output.exitCode !== 0) break;
  }
  return output;
}

function expectSuccess({ exitCode, stdout, stderr }: Output): void {
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
}

function stackOf(system: TestSystem, mode: Mode): string {
  return join(system.project, 'cdktf.out/stacks', mode);
}

/** Terraform's own plan of what was synthesised last; exit code 2 is a plan that changes something. */
export function planned(system: TestSystem, mode: Mode): Promise<Output> {
  return system.run(TERRAFORM, [
    `-chdir=${stackOf(system, mode)}`,
    'plan',
    '-detailed-exitcode',
    '-input=false',
    '-no-color',
  ]);
}

export async function expectNoPlan(system: TestSystem, mode: Mode): Promise<void> {
  expectSuccess(await planned(system, mode));
}

/** Why Terraform cannot deploy here, if it cannot: without it, or without the provider that the stacks need. */
async function terraformLack(): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'opsconductor-probe-'));
  try {
    const docker = { source: 'kreuzwerker/docker', version: '3.6.2' };
    await writeFile(
      join(directory, 'main.tf.json'),
      JSON.stringify({ terraform: { required_providers: { docker } } }),
    );
    await writeFile(join(directory, 'terraform.rc'), '');
    const { failed, stderr, code } = await execa(TERRAFORM, ['init', '-input=false', '-no-color'], {
      cwd: directory,
      env: { CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: join(directory, 'terraform.rc') },
      reject: false,
      timeout: 60_000,
    });
    if (code === 'ENOENT') return `${TERRAFORM} is not installed`;
    return failed
      ? `${TERRAFORM} init: ${lines(String(stderr)).find((line) => /rror/.test(line))}`
      : undefined;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
