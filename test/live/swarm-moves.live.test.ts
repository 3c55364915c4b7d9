import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lines } from './engine.js';
import { TestSystem } from './harness.js';
import { removeMigration, writeMigration } from './schema.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';
import { LEFT_OUT, SwarmSystem } from './swarm.js';
import { TERRAFORM_LACK } from './terraform.js';

const PROD = './scripts/prod-mode.sh';

describe.skipIf(SECOND_ENGINE_LACK !== undefined)(
  'prod moves between Compose and Docker Swarm, and is released there',
  () => {
    let swarm: SwarmSystem;
    const accounts = () => swarm.query('SELECT username FROM accounts');

    beforeAll(async () => {
      const system = await TestSystem.make({ name: 'ocmoves', portOffset: 19_200, without: LEFT_OUT });
      swarm = new SwarmSystem(system, await SecondEngine.start());
      swarm.prepareSample();
      await swarm.build();
      await swarm.must(PROD);
      await swarm.makeAccount();
    }, 300_000);

    afterAll(async () => {
      await swarm?.remove();
    });

    it('from Compose, on the same volumes, with all its rows', async () => {
      await swarm.must('docker', 'swarm', 'init', '--advertise-addr', '127.0.0.1');
      const refused = await swarm.run(PROD, '--swarm');
      expect(refused.stderr).toMatch(/prod is run by Compose \(\d+ containers\). Fix: .*--replace/);
      await swarm.must(PROD, '--swarm', '--replace');
      expect(await accounts()).toEqual(['ada']);
    }, 200_000);

    it('answers every request while a release comes, one that is not healthy goes, and one is stopped by its job', async () => {
      const { system } = swarm;
      const load = await swarm.load(100);
      swarm.writeVersion('2');
      await swarm.build();
      const good = await swarm.must(PROD, '--swarm');
      expect(good).toContain('Replaced without a break, each beside the old one: identity-service.');

      swarm.writeVersion('bad');
      await swarm.build();
      const bad = await swarm.run(PROD, '--swarm');
      expect(bad.exitCode, bad.stdout).toBe(1);
      expect(bad.stderr).toMatch(
        /identity-service is not healthy: Swarm has returned it to what it was .*unhealthy/,
      );
      expect(bad.stderr).toMatch(/The last lines of its task:[\s\S]*Release [0-9a-f]{12} runs again/);

      swarm.writeVersion('4');
      writeMigration(system, '900_wrong.sql', 'SELECT nobody FROM nowhere;');
      await swarm.build();
      const stopped = await swarm.run(PROD, '--swarm');
      expect(stopped.exitCode, stopped.stdout).toBe(1);
      expect(stopped.stderr).toMatch(
        /job migrations has failed with exit code \d+, before anything was replaced/,
      );
      removeMigration(system, '900_wrong.sql');

      const result = await load.end();
      expect(result.failures).toEqual([]);
      expect(result.slowAnswers).toBeGreaterThan(10);
      expect(result.sent / result.lasted).toBeGreaterThan(90);
    }, 400_000);

    it('and back to the release before, without a break', async () => {
      const load = await swarm.load(50);
      swarm.writeVersion('5');
      await swarm.build();
      await swarm.must(PROD, '--swarm');
      expect(await swarm.must(PROD, '--rollback')).toMatch(/Rolled back to release [0-9a-f]{12}/);
      expect((await load.end()).failures).toEqual([]);
      expect(await swarm.must('./opsconductor', 'run', 'identity-service', '--', 'cat', 'main.py')).toContain(
        'VERSION = "2"',
      );
    }, 300_000);

    it('has its data copied, proven and restored there, and a password changed', async () => {
      const keep = (...words: readonly string[]) =>
        swarm.must('env', `OPSCONDUCTOR_BACKUP=${join(swarm.system.directory, 'backups')}`, ...words);
      const notes = () => swarm.query('SELECT title FROM notifications');
      const note = (title: string) =>
        swarm.query(
          `INSERT INTO notifications (level, title, body, source, username) VALUES ('info', '${title}', '', 'test', 'ada')`,
        );
      await note('kept');
      await keep('./opsconductor', 'backup', 'init');
      expect(await keep('./opsconductor', 'backup')).toContain('of ocmoves-clean: 3 volumes');
      expect(await keep('./opsconductor', 'backup', 'verify')).toContain('is proven');
      await note('lost');
      expect(await keep('./opsconductor', 'secrets', 'rotate', 'POSTGRES_PASSWORD')).toContain(
        `until prod is released: ${PROD} --swarm`,
      );
      // the database has it as a file, too, and is stopped for the next one
      expect(await keep(PROD, '--swarm')).toContain('does not answer meanwhile: postgres.');
      expect(await accounts()).toEqual(['ada']);
      const before = lines(await swarm.docker('volume', 'ls', '--quiet'));
      const restored = await keep('./opsconductor', 'restore', '--yes');
      expect(await notes()).toEqual(['kept']);
      const status = await swarm.run('./scripts/status.sh', 'prod');
      expect(status.exitCode, status.stdout + status.stderr).toBe(0);
      // what Swarm has replaced does not hold the earlier data: the command that the restore names removes it
      const old = /docker volume rm (.*)/.exec(restored)?.[1]?.split(' ') ?? [];
      expect(before).toEqual(expect.arrayContaining(old));
      await swarm.docker('volume', 'rm', ...old);
    }, 400_000);

    it('back to Compose, and nothing of the stack is left', async () => {
      const refused = await swarm.run(PROD);
      expect(refused.stderr).toMatch(/prod is run by Swarm \(\d+ containers\). Fix: .*--replace/);
      await swarm.must(PROD, '--replace');
      expect(await accounts()).toEqual(['ada']);
      expect(lines(await swarm.docker('service', 'ls', '--quiet'))).toEqual([]);
      expect(lines(await swarm.docker('secret', 'ls', '--quiet'))).toEqual([]);
    }, 200_000);

    it('and ends', async () => {
      await swarm.must(PROD, '--swarm', '--replace');
      expect(await accounts()).toEqual(['ada']);
      const stop = await swarm.must('./scripts/stop-prod.sh');
      expect(stop).toContain('Ended what Swarm ran of prod mode; the data volumes are kept.');
      expect(lines(await swarm.docker('ps', '--all', '--quiet'))).toEqual([]);
    }, 200_000);

    it.skipIf(TERRAFORM_LACK)(
      `comes again by Terraform, on the same volumes, and is released there (skipped: ${TERRAFORM_LACK ?? 'no'})`,
      async () => {
        const deploy = () => swarm.must('./scripts/cdktf.sh', 'deploy', 'swarm', '--auto-approve');
        await deploy();
        expect(await accounts()).toEqual(['ada']);
        const status = await swarm.run('./scripts/status.sh', 'prod');
        expect(status.exitCode, status.stdout + status.stderr).toBe(0);
        const load = await swarm.load(50);
        swarm.writeVersion('6');
        await swarm.build();
        await deploy();
        expect((await load.end()).failures).toEqual([]);
        const program = ['./opsconductor', 'run', 'identity-service', '--', 'cat', 'main.py'] as const;
        expect(await swarm.must(...program)).toContain('VERSION = "6"');
        const refused = await swarm.run(PROD, '--swarm');
        expect(refused.stderr.trim()).toBe(
          'error: the stack of prod was deployed by Terraform. Fix: ./scripts/cdktf.sh destroy swarm, which keeps the data.',
        );
        await swarm.must('./scripts/cdktf.sh', 'destroy', 'swarm', '--auto-approve');
        expect(lines(await swarm.docker('service', 'ls', '--quiet'))).toEqual([]);
        await swarm.must(PROD, '--swarm');
        expect(await accounts()).toEqual(['ada']);
      },
      600_000,
    );
  },
);
