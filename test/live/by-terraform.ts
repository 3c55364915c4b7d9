import { beforeAll, describe, expect, it } from 'vitest';
import { expectCapture } from './capture.js';
import { expectSame } from './compare.js';
import { expectDailyWork } from './daily.js';
import { docker, lines } from './engine.js';
import { expectHardened } from './hardening.js';
import type { Inspected, Mode, TestSystem } from './harness.js';
import { expectHealthy, expectMounts, expectPorts, expectVolumes } from './reference.js';
import { followRequest, recordedRuns } from './request.js';
import { removeMigration, stateOf, writeMigration } from './schema.js';
import { attempt, cdktf, expectNoPlan, TERRAFORM_LACK } from './terraform.js';
import { expectPage } from './ui.js';

/** What Compose has left of a mode that it ran, and ended. */
interface LeftByCompose {
  readonly system: TestSystem;
  readonly containers: ReadonlyMap<string, Inspected>;
  /** As `recordedRuns` has them. */
  readonly runs: string;
}

/** A mode by Terraform, on the volumes that it has from Compose: the same containers and the same data. */
export function describeByTerraform(mode: Mode, left: () => LeftByCompose): void {
  describe.skipIf(TERRAFORM_LACK)(
    `${mode} by Terraform after it (skipped: ${TERRAFORM_LACK ?? 'no'})`,
    () => {
      let system: TestSystem;
      let found: ReadonlyMap<string, Inspected>;

      const ids = async () =>
        Object.fromEntries([...(await system.inspect(mode))].map(([service, { Id }]) => [service, Id]));

      beforeAll(async () => {
        ({ system } = left());
        await cdktf(system, 'deploy', mode);
        found = await system.inspect(mode);
      });

      it('has exactly the mounts, volumes and ports of the reference table', async () => {
        expectHealthy(found);
        expectMounts(system, mode, found);
        await expectVolumes(system, mode, found);
        expectPorts(system, mode, found);
      });

      it('makes the same containers as Compose does', () => expectSame(found, left().containers));

      it('plans nothing right after the deploy, and changes nothing when it is deployed again', async () => {
        await expectNoPlan(system, mode);
        const before = await ids();
        await cdktf(system, 'deploy', mode);
        expect(await ids()).toEqual(before);
      });

      it('finds the data, and carries a request to its recorded run, and captures packets', async () => {
        expect(await recordedRuns(system, mode)).toBe(left().runs);
        await expectCapture(system, await followRequest(system, mode));
        const page = await fetch(`http://127.0.0.1:${system.port(3000)}/`);
        expect(await page.text()).toMatch(/<script type="module"/);
      });

      it.runIf(mode === 'prod')('is left as it is by a deploy whose job fails', async () => {
        const before = await stateOf(system);
        writeMigration(system, '0004-bad.sql', 'SELECT nonsense;\n');
        const { exitCode, stdout, stderr } = await attempt(system, 'apply', mode);
        removeMigration(system, '0004-bad.sql');
        expect(exitCode).not.toBe(0);
        expect(stdout + stderr).toContain('error: job migrations has failed with exit code 3');
        expect(await stateOf(system)).toEqual(before);
      });

      it('is worked on by the daily commands', () =>
        expectDailyWork(
          system,
          './opsconductor',
          'communication-service',
          system.container('communication-service', mode),
        ));

      it.runIf(mode === 'prod')('is shown on its page as it is', () =>
        expectPage(system, (words) => system.start('./opsconductor', words), './opsconductor', [
          'communication-service',
          system.container('communication-service', mode),
        ]),
      );

      it('passes the benchmark of hardening, but for the exceptions that the documents list', () =>
        expectHardened(system, mode, 'Terraform'));

      it.each([[`${mode}-mode.sh`], [`stop-${mode}.sh`]])('is left alone by %s', async (script) => {
        const before = await ids();
        const { exitCode, stdout, stderr } = await system.run(`./scripts/${script}`, []);
        expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
        expect(stderr).toMatch(
          new RegExp(
            String.raw`^error: ${mode} is run by Terraform.*\. Fix: \./scripts/cdktf\.sh destroy ${mode}(, or --replace)?\.$`,
          ),
        );
        expect(await ids()).toEqual(before);
      });

      it('is destroyed without its data', async () => {
        const volumes = await system.volumes();
        await cdktf(system, 'destroy', mode);
        expect((await system.inspect(mode)).size).toBe(0);
        const networks = lines(await docker('network', 'ls', '--format', '{{.Name}}'));
        expect(networks.filter((name) => name.startsWith(`${system.name}-`))).toEqual([]);
        expect(await system.volumes()).toEqual(volumes);
      });
    },
  );
}
