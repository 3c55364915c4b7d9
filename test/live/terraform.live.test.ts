import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectCapture } from './capture.js';
import { expectSame } from './compare.js';
import { docker, lines } from './engine.js';
import { expectHardened } from './hardening.js';
import { type Inspected, type Mode, TestSystem } from './harness.js';
import { expectHealthy, expectMounts, expectPorts, expectVolumes } from './reference.js';
import { followRequest, recordedRuns } from './request.js';
import { cdktf, expectNoPlan, TERRAFORM_LACK } from './terraform.js';

describe.skipIf(TERRAFORM_LACK)(
  `both modes by Terraform, beside Compose (skipped: ${TERRAFORM_LACK ?? 'no'})`,
  () => {
    let system: TestSystem;
    const made: Partial<Record<Mode, ReadonlyMap<string, Inspected>>> = {};
    let runs: string;

    const ids = async (mode: Mode) =>
      Object.fromEntries([...(await system.inspect(mode))].map(([service, { Id }]) => [service, Id]));
    const ofTerraform = (mode: Mode) => made[mode] ?? expect.fail(`${mode} was not deployed by Terraform`);

    beforeAll(async () => {
      system = await TestSystem.make({ name: 'oclivetf', portOffset: 21_300 });
    });
    afterAll(() => system?.remove());

    it('deploys dev with exactly the mounts, volumes and ports of the reference table', async () => {
      await cdktf(system, 'deploy', 'dev');
      const found = await system.inspect('dev');
      made.dev = found;
      expectHealthy(found);
      expectMounts(system, 'dev', found);
      await expectVolumes(system, 'dev', found);
      expectPorts(system, 'dev', found);
    });

    it('plans nothing right after the deploy of dev', () => expectNoPlan(system, 'dev'));

    it('changes nothing when dev is deployed again', async () => {
      const before = await ids('dev');
      await cdktf(system, 'deploy', 'dev');
      expect(await ids('dev')).toEqual(before);
    });

    it('carries a request to its recorded run in dev, and captures packets', async () => {
      await expectCapture(system, await followRequest(system, 'dev'));
      runs = await recordedRuns(system, 'dev');
    });

    it.each([['dev-mode.sh'], ['stop-dev.sh']])('%s leaves what Terraform holds alone', async (script) => {
      const before = await ids('dev');
      const { exitCode, stdout, stderr } = await system.run(`./scripts/${script}`, []);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /^error: dev is run by Terraform.*\. Fix: \.\/scripts\/cdktf\.sh destroy dev(, or --replace)?\.$/,
      );
      expect(await ids('dev')).toEqual(before);
    });

    it('destroys dev without its data, which Compose then finds', async () => {
      const volumes = await system.volumes();
      await cdktf(system, 'destroy', 'dev');
      expect((await system.inspect('dev')).size).toBe(0);
      expect(lines(await docker('network', 'ls', '--format', '{{.Name}}'))).not.toContain('oclivetf-dev');
      expect(await system.volumes()).toEqual(volumes);

      await system.must('./scripts/dev-mode.sh', '--detach');
      expect(await recordedRuns(system, 'dev')).toBe(runs);
    });

    it('makes the same containers of dev as Compose does', async () => {
      expectSame(ofTerraform('dev'), await system.inspect('dev'));
    });

    it('deploys prod with no bind mount, volumes of its own, and an empty plan', async () => {
      await system.must('./scripts/stop-dev.sh');
      await cdktf(system, 'deploy', 'prod');
      const found = await system.inspect('prod');
      made.prod = found;
      expectHealthy(found);
      expectMounts(system, 'prod', found);
      await expectVolumes(system, 'prod', found);
      expectPorts(system, 'prod', found);
      await expectNoPlan(system, 'prod');
    });

    it('carries a request to its recorded run in prod, captures packets, and serves the page', async () => {
      await expectCapture(system, await followRequest(system, 'prod'));
      runs = await recordedRuns(system, 'prod');
      const at = async (path: string) => (await fetch(`http://127.0.0.1:${system.port(3000)}${path}`)).text();
      expect(await at('/health')).toBe('ok\n');
      expect(await at('/')).toMatch(/<script type="module" crossorigin src="\/assets\//);
    });

    it('passes the benchmark of hardening, but for the exceptions that the documents list', () =>
      expectHardened(system, 'prod', 'Terraform'));

    it('destroys prod without its data, and makes the same containers of it as Compose does', async () => {
      await cdktf(system, 'destroy', 'prod');
      expect((await system.inspect('prod')).size).toBe(0);
      await system.upProd();
      expect(await recordedRuns(system, 'prod')).toBe(runs);
      expectSame(ofTerraform('prod'), await system.inspect('prod'));
    });
  },
);
