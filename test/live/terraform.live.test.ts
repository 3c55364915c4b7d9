import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSame } from './compare.js';
import { docker, lines } from './engine.js';
import { type Inspected, type Mode, type Output, TestSystem } from './harness.js';
import { expectHealthy, expectMounts, expectPorts, expectVolumes } from './reference.js';
import { followRequest, recordedRuns } from './request.js';

const DEPLOY = ['--auto-approve', '--skip-provider-lock'];
/** cdktf's own variable: OpenTofu is `tofu`. */
const TERRAFORM = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
const lack = await terraformLack();

describe.skipIf(lack)(`both modes by Terraform, beside Compose (skipped: ${lack ?? 'no'})`, () => {
  let system: TestSystem;
  const made: Partial<Record<Mode, ReadonlyMap<string, Inspected>>> = {};
  let runs: string;

  const cdktf = (command: 'deploy' | 'destroy', mode: Mode) =>
    system.must('npx', 'cdktf', command, mode, ...(command === 'deploy' ? DEPLOY : ['--auto-approve']));
  const planned = (mode: Mode): Promise<Output> => {
    const folder = `-chdir=${join(system.project, 'cdktf.out/stacks', mode)}`;
    return system.run(TERRAFORM, [folder, 'plan', '-detailed-exitcode', '-input=false', '-no-color']);
  };
  const expectNoPlan = async (mode: Mode) => {
    const { exitCode, stdout, stderr } = await planned(mode);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  };
  const ids = async (mode: Mode) =>
    Object.fromEntries([...(await system.inspect(mode))].map(([service, { Id }]) => [service, Id]));
  const ofTerraform = (mode: Mode) => made[mode] ?? expect.fail(`${mode} was not deployed by Terraform`);

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclivetf', portOffset: 21_300 });
  });
  afterAll(() => system?.remove());

  it('deploys dev with exactly the mounts, volumes and ports of the reference table', async () => {
    await cdktf('deploy', 'dev');
    const found = await system.inspect('dev');
    made.dev = found;
    expectHealthy(found);
    expectMounts(system, 'dev', found);
    await expectVolumes(system, 'dev', found);
    expectPorts(system, 'dev', found);
  });

  it('plans nothing right after the deploy of dev', () => expectNoPlan('dev'));

  it('changes nothing when dev is deployed again', async () => {
    const before = await ids('dev');
    await cdktf('deploy', 'dev');
    expect(await ids('dev')).toEqual(before);
  });

  it('carries a request to its recorded run in dev', async () => {
    await followRequest(system, 'dev');
    runs = await recordedRuns(system, 'dev');
  });

  it.each([['dev-mode.sh'], ['stop-dev.sh']])('%s leaves what Terraform holds alone', async (script) => {
    const before = await ids('dev');
    const { exitCode, stdout, stderr } = await system.run(`./scripts/${script}`, []);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: dev is run by Terraform.*\. Fix: npx cdktf destroy dev\.$/);
    expect(await ids('dev')).toEqual(before);
  });

  it('destroys dev without its data, which Compose then finds', async () => {
    const volumes = await system.volumes();
    await cdktf('destroy', 'dev');
    expect((await system.inspect('dev')).size).toBe(0);
    expect(lines(await docker('network', 'ls', '--format', '{{.Name}}'))).not.toContain('oclivetf-dev');
    expect(await system.volumes()).toEqual(volumes);

    await system.must('./scripts/dev-mode.sh');
    expect(await recordedRuns(system, 'dev')).toBe(runs);
  });

  it('makes the same containers of dev as Compose does', async () => {
    expectSame(ofTerraform('dev'), await system.inspect('dev'));
  });

  it('deploys prod with no bind mount, volumes of its own, and an empty plan', async () => {
    await system.must('./scripts/stop-dev.sh');
    await cdktf('deploy', 'prod');
    const found = await system.inspect('prod');
    made.prod = found;
    expectHealthy(found);
    expectMounts(system, 'prod', found);
    await expectVolumes(system, 'prod', found);
    expectPorts(system, 'prod', found);
    await expectNoPlan('prod');
  });

  it('carries a request to its recorded run in prod, and serves the page', async () => {
    await followRequest(system, 'prod');
    runs = await recordedRuns(system, 'prod');
    const at = async (path: string) => (await fetch(`http://127.0.0.1:${system.port(3000)}${path}`)).text();
    expect(await at('/health')).toBe('ok\n');
    expect(await at('/')).toMatch(/<script type="module" crossorigin src="\/assets\//);
  });

  it('destroys prod without its data, and makes the same containers of it as Compose does', async () => {
    await cdktf('destroy', 'prod');
    expect((await system.inspect('prod')).size).toBe(0);
    await system.upProd();
    expect(await recordedRuns(system, 'prod')).toBe(runs);
    expectSame(ofTerraform('prod'), await system.inspect('prod'));
  });
});

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
