import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostPort } from '../../lib/model/port.js';
import { builtImage, defineProbes, onVolumes, writeSource } from './built-probes.js';
import { docker, lines } from './engine.js';
import { type Mode, TestSystem } from './harness.js';
import { PROBE_PORT } from './probes.js';
import { attempt, deploy, destroy, expectNoPlan, TERRAFORM_LACK } from './terraform.js';
import { watching } from './watching.js';

describe('one engine runs a system in one mode, and another takes it over only when told to', () => {
  let system: TestSystem;

  /** Every container and network of the system: what a refusal must leave as it is. */
  const everything = async () => {
    const label = ['--no-trunc', '--quiet', '--filter', `label=io.opsconductor.system=${system.name}`];
    return [
      ...lines(await docker('ps', '--all', ...label)),
      ...lines(await docker('network', 'ls', ...label)),
    ];
  };
  const script = (name: string, ...args: readonly string[]) => system.run(`./scripts/${name}`, args);
  const onData = (command: string) => onVolumes(system.container('second', 'prod'), command);

  /** Runs a script that is refused in one line, and changes nothing. */
  async function refused(name: string, line: string): Promise<void> {
    const before = await everything();
    const { exitCode, stdout, stderr } = await script(name);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: line });
    expect(await everything()).toEqual(before);
  }

  /** The same for a deploy by Terraform. */
  async function deployRefused(mode: Mode, line: string): Promise<void> {
    const before = await everything();
    const { exitCode, stdout, stderr } = await attempt(system, 'apply', mode);
    expect(exitCode).not.toBe(0);
    expect(stdout + stderr).toContain(line);
    expect(await everything()).toEqual(before);
  }

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocliveswitch', portOffset: 22_900 });
    defineProbes(system, {
      first: { ...builtImage('first'), port: { container: PROBE_PORT, host: hostPort(8098) } },
      second: { volumes: { second: '/data' } },
    });
    writeSource(system, 'first', 'one');
    await system.must('./scripts/dev-mode.sh', '--detach');
  });
  afterAll(() => system?.remove());

  it('refuses prod by the scripts while dev runs', () =>
    refused(
      'prod-mode.sh',
      'error: dev is run by Compose (2 containers). Fix: ./scripts/stop-dev.sh, or --replace.',
    ));

  it('takes dev over by prod-mode.sh --replace, and only once all is built', async () => {
    const before = await everything();
    writeSource(system, 'first', 'two', 'false');
    expect((await script('prod-mode.sh', '--replace')).exitCode).toBe(1);
    expect(await everything()).toEqual(before);

    writeSource(system, 'first', 'two');
    const [{ Name: nameless = '' } = {}] = (await system.inspect('dev')).get('first')?.Mounts ?? [];
    expect(nameless).toMatch(/^[0-9a-f]{64}$/);
    const watcher = await watching(system);
    await system.must('./scripts/prod-mode.sh', '--replace');
    expect((await system.inspect('dev')).size).toBe(0);
    expect((await system.inspect('prod')).size).toBe(2);
    await onData('echo kept > /data/sentinel');
    // what the VOLUME of an image makes is nobody's then
    await expect(docker('volume', 'inspect', nameless)).rejects.toThrow(/no such volume/i);
    await watcher.says(/dev was ended by .*: prod runs in its place\nStopped watching\./);
    expect(await watcher.end()).toBe(0);
    // by then they may be stopped, or gone
    expect(watcher.output()).toMatch(/dev (were stopped|was ended) by process \d+ \(prod --replace\)/);
  });

  it.each(['password', 'same-as-dev'])('refuses prod with the secret of everybody: %s', async (value) => {
    const file = (mode: Mode) => join(system.root, `.opsconductor/secrets.${mode}.env`);
    const [dev, prod] = [readFileSync(file('dev'), 'utf8'), readFileSync(file('prod'), 'utf8')];
    try {
      writeFileSync(file('dev'), 'PROBE_PASSWORD=same-as-dev\n');
      writeFileSync(file('prod'), `PROBE_PASSWORD=${value}\n`);
      const before = await everything();
      const { exitCode, stdout, stderr } = await script('prod-mode.sh');
      expect({ exitCode, stdout, lines: lines(stderr) }).toEqual({
        exitCode: 1,
        stdout: '',
        lines: [expect.stringContaining(`PROBE_PASSWORD in ${file('prod')} is `)],
      });
      expect(await everything()).toEqual(before);
    } finally {
      writeFileSync(file('dev'), dev);
      writeFileSync(file('prod'), prod);
    }
  });

  describe.skipIf(TERRAFORM_LACK)(`with Terraform (skipped: ${TERRAFORM_LACK ?? 'no'})`, () => {
    it.each(['dev', 'prod'] as const)('refuses %s by Terraform while Compose runs prod', (mode) =>
      deployRefused(
        mode,
        'error: prod is run by Compose (2 containers). Fix: ./scripts/stop-prod.sh, or OPSCONDUCTOR_REPLACE=1.',
      ));

    it('takes prod over from Compose, with its data', async () => {
      const { exitCode, stdout, stderr } = await attempt(system, 'apply', 'prod', {
        OPSCONDUCTOR_REPLACE: '1',
      });
      expect(exitCode, stdout + stderr).toBe(0);
      expect(await onData('cat /data/sentinel')).toBe('kept');
      await expectNoPlan(system, 'prod');
    });

    it.each(['dev-mode.sh', 'prod-mode.sh'])('refuses %s while Terraform runs prod', (name) =>
      refused(
        name,
        'error: prod is run by Terraform (2 containers). Fix: ./scripts/cdktf.sh destroy prod, or --replace.',
      ));

    it('takes over from Terraform by prod-mode.sh --replace, with its data and without its state', async () => {
      await system.must('./scripts/prod-mode.sh', '--replace');
      expect(await onData('cat /data/sentinel')).toBe('kept');
      for (const suffix of ['', '.backup'])
        expect(existsSync(join(system.project, `terraform.${system.name}.prod.tfstate${suffix}`))).toBe(
          false,
        );
    });

    it('refuses Terraform from then on, and lets it deploy again once Compose has ended', async () => {
      await deployRefused('prod', 'error: prod is run by Compose (2 containers).');
      await system.must('./scripts/stop-prod.sh');
      await deploy(system, 'prod');
      expect(await onData('cat /data/sentinel')).toBe('kept');
      await destroy(system, 'prod');
      expect(await everything()).toEqual([]);
    });
  });
});
