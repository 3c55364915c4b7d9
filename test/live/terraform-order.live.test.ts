import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostPort } from '../../lib/model/port.js';
import { builtImage, defineProbes, onVolumes, writeSource } from './built-probes.js';
import { docker, lines } from './engine.js';
import { type Output, TestSystem } from './harness.js';
import { override, PROBE_PORT } from './probes.js';
import { attempt, deploy, destroy, expectNoPlan, planned, TERRAFORM, TERRAFORM_LACK } from './terraform.js';

const PORT = 8099;

describe.skipIf(TERRAFORM_LACK)(
  `Terraform checks and builds before it touches a container (skipped: ${TERRAFORM_LACK ?? 'no'})`,
  () => {
    let system: TestSystem;

    const deployed = (): Promise<Output> => attempt(system, 'apply', 'prod');
    /** Service → container, by `docker ps`: while an apply is under way, what is listed may be gone at once. */
    const ids = async (): Promise<Record<string, string>> => {
      const label = `label=io.opsconductor.system=${system.name}`;
      const format = '{{.Label "io.opsconductor.service"}} {{.ID}}';
      const rows = lines(await docker('ps', '--all', '--no-trunc', '--filter', label, '--format', format));
      return Object.fromEntries(rows.map((row) => row.split(' ')));
    };
    const networks = async () =>
      lines(await docker('network', 'ls', '--filter', `label=io.opsconductor.system=${system.name}`, '-q'));

    beforeAll(async () => {
      system = await TestSystem.make({ name: 'ocliveord', portOffset: 21_500 });
      defineProbes(system, {
        first: builtImage('first'),
        second: {
          ...builtImage('second'),
          healthCheck: { test: ['CMD', 'sleep', '2'], interval: 1, timeout: 5, retries: 3, startPeriod: 1 },
        },
        third: {
          port: { container: PROBE_PORT, host: hostPort(PORT) },
          volumes: { third: '/data' },
        },
      });
      writeSource(system, 'first', 'one');
      writeSource(system, 'second', 'one', 'false');
    });
    afterAll(() => system?.remove());

    it('makes nothing at a first deploy whose build fails, and shows the log of the step that failed', async () => {
      const { exitCode, stdout, stderr } = await deployed();
      expect(exitCode).not.toBe(0);
      expect(stdout + stderr).toMatch(/step of second\b[\s\S]*(returned a non-zero code|exit code): 1/);
      expect(await ids()).toEqual({});
      expect(await networks()).toEqual([]);
    });

    it('deploys once that is fixed, and plans nothing afterwards', async () => {
      writeSource(system, 'second', 'one');
      await deploy(system, 'prod');
      expect(Object.keys(await ids())).toHaveLength(3);
      await expectNoPlan(system, 'prod');
      await onVolumes(system.container('third', 'prod'), 'echo kept > /data/sentinel');
    });

    it('leaves a guard beside what it deployed', async () => {
      const lock = join(system.root, `.opsconductor/guard.${system.name}-clean.lock`);
      await vi.waitFor(() => expect(existsSync(lock)).toBe(true), 10_000);
    });

    it('keeps the files in which secrets are from others', async () => {
      await system.must('./scripts/cdktf.sh', 'diff', 'prod');
      for (const file of [
        `terraform.${system.name}.prod.tfstate`,
        `terraform.${system.name}.prod.tfstate.backup`,
        'cdktf.out/stacks/prod/plan',
      ])
        expect((statSync(join(system.project, file)).mode & 0o777).toString(8), file).toBe('600');
      expect(statSync(join(system.project, 'cdktf.out/stacks/prod/plan')).size).toBeGreaterThan(0);
    });

    it('looks at what would change, and changes nothing: a stopped, a killed and a paused container stay', async () => {
      const names = ['first', 'second', 'third'].map((service) => system.container(service, 'prod'));
      const [first = '', second = '', third = ''] = names;
      await docker('stop', first);
      await docker('kill', second);
      await docker('pause', third);
      const stand = () => docker('inspect', '--format', '{{.Id}} {{.State.Status}}', ...names);
      const before = await stand();
      const said = await system.must('./scripts/cdktf.sh', 'diff', 'prod');
      expect(await stand()).toBe(before);
      expect(said).toContain(`note: first does not run (exited); a deploy replaces its container.`);
      expect(said).toContain(`note: third is paused. Fix: docker unpause ${third}.`);
      await docker('unpause', third);
      await docker('start', first, second);
      await system.healthy('prod');
    });

    it('replaces the container of the service that changed, and no other', async () => {
      const before = await ids();
      writeSource(system, 'first', 'two');
      await deploy(system, 'prod');
      const after = await ids();
      expect(after).toEqual({ ...before, first: after.first });
      expect(after.first).not.toBe(before.first);
    });

    it('leaves every container as it was where an image from outside is not to be had', async () => {
      const before = await ids();
      const image = {
        kind: 'external',
        upstream: 'redis:7-alpine',
        reference: 'localhost:1/guest:1',
      } as const;
      override(system, { third: { image } });
      const { exitCode, stdout, stderr } = await deployed();
      override(system, {});
      expect(exitCode).not.toBe(0);
      expect(stdout + stderr).toContain('error: no registry has localhost:1/guest:1: ');
      expect(await ids()).toEqual(before);
    });

    it('leaves every container as it was where one of two builds fails', async () => {
      const before = await ids();
      writeSource(system, 'first', 'three');
      writeSource(system, 'second', 'three', 'false');
      const { exitCode, stdout, stderr } = await deployed();
      expect(exitCode).not.toBe(0);
      expect(stdout + stderr).toMatch(/step of second\b[\s\S]*(returned a non-zero code|exit code): 1/);
      expect(await ids()).toEqual(before);
    });

    it('leaves every container as it was where a port is taken', async () => {
      writeSource(system, 'second', 'one');
      const before = await ids();
      const server = createServer();
      const port = system.port(PORT) + 1;
      await new Promise<void>((resolve) => server.listen(port, '0.0.0.0', resolve));
      try {
        override(system, {
          third: {
            published: [{ container: PROBE_PORT, host: hostPort(port), address: '0.0.0.0' }],
          },
        });
        const { exitCode, stdout, stderr } = await deployed();
        expect(exitCode).not.toBe(0);
        expect(stdout + stderr).toContain(`error: port ${port} of third is taken by another process`);
        expect(await ids()).toEqual(before);
      } finally {
        override(system, {});
        await new Promise((resolve) => server.close(resolve));
      }
    });

    it('comes to the same end after an apply that was killed', async () => {
      const before = await ids();
      override(system, { second: { environment: { PROBE: ['2'] } } });
      await system.must('node', '--import', './cli/typescript.mjs', 'main.ts');
      const pidFile = join(system.directory, 'terraform.pid');
      const apply = system.run('sh', [
        '-c',
        `echo $$ > ${pidFile}; exec ${TERRAFORM} -chdir=cdktf.out/stacks/prod apply -auto-approve -input=false`,
      ]);
      // its health check takes two seconds: that long the container is there and in no state
      for (let now = await ids(); !now.second || now.second === before.second; now = await ids())
        await sleep(50);
      process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
      await apply;
      const orphan = (await ids()).second;
      await deploy(system, 'prod');
      const after = await ids();
      expect(after.second).not.toBe(orphan);
      expect(Object.keys(after)).toHaveLength(3);
      expect(await networks()).toHaveLength(1);
      await expectNoPlan(system, 'prod');
    });

    it('runs what was stopped again, with its data, though a plan alone takes the container away', async () => {
      await docker('stop', system.container('third', 'prod'));
      await planned(system, 'prod');
      await deploy(system, 'prod');
      expect(await onVolumes(system.container('third', 'prod'), 'cat /data/sentinel')).toBe('kept');
      await expectNoPlan(system, 'prod');
    });

    it('destroys without a build, whatever the source tree is like', async () => {
      const images = await system.images();
      writeSource(system, 'second', 'broken', 'false');
      await destroy(system, 'prod');
      expect(await ids()).toEqual({});
      expect(await networks()).toEqual([]);
      expect(await system.images()).toEqual(images);
    });
  },
);
