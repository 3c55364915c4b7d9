import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtImage, defineProbes, writeSource } from './built-probes.js';
import { docker, lines } from './engine.js';
import { type Output, TestSystem } from './harness.js';

/** Well as long as its one file says so. */
const probe = (name: string) => ({
  ...builtImage(name),
  volumes: { [`${name}_data`]: '/data' },
  healthCheck: {
    test: ['CMD', 'grep', 'well', '/text'],
    interval: 1,
    timeout: 5,
    retries: 2,
    startPeriod: 1,
  },
});

describe('a release can be left for the one before it', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclback', portOffset: 21_600 });
    for (const name of ['one', 'two']) writeSource(system, name, 'well, at first');
    defineProbes(system, { one: probe('one'), two: probe('two') });
  });
  afterAll(() => system?.remove());

  const prod = (...args: readonly string[]): Promise<Output> => system.run('./scripts/prod-mode.sh', args);
  const content = (service: string) => docker('exec', system.container(service, 'prod'), 'cat', '/text');
  const tagOf = async (service: string) => {
    const name = await docker('inspect', '--format', '{{.Config.Image}}', system.container(service, 'prod'));
    return name.slice(name.lastIndexOf(':') + 1);
  };
  const ids = async () => {
    const found = await system.inspect('prod');
    return Object.fromEntries([...found].map(([service, { Id }]) => [service, Id]));
  };
  /** What cannot be done is said in one line, and no container is touched. */
  const expectRefusal = async (output: Promise<Output>, message: RegExp, code = 1) => {
    const before = await ids();
    const { exitCode, stderr } = await output;
    expect({ exitCode, lines: lines(stderr) }).toEqual({
      exitCode: code,
      lines: [expect.stringMatching(message)],
    });
    expect(await ids()).toEqual(before);
  };

  it('has nothing to return to before there are two', async () => {
    await expectRefusal(
      prod('--rollback'),
      /^error: there is no earlier release of oclback to return to\. Fix: /,
    );
    expect(await system.upProd()).not.toContain('--rollback');
    await expectRefusal(
      prod('--rollback'),
      /^error: there is no earlier release of oclback to return to\. Fix: /,
    );
  });

  it('comes back with its image; what it has in common with the newer one keeps its containers', async () => {
    const [before, oldTag] = [await ids(), await tagOf('one')];
    writeSource(system, 'one', 'well, in the second release');
    expect(await system.upProd()).toContain('./scripts/prod-mode.sh --rollback');
    const newTag = await tagOf('one');
    expect(newTag).not.toBe(oldTag);
    const between = await ids();
    expect(between).toEqual({ one: expect.not.stringMatching(`^${before.one}$`), two: before.two });

    const { exitCode, stdout } = await prod('--rollback');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining(`${newTag} → ${oldTag}`),
    });
    expect(stdout).not.toMatch(/^ {2}two /m);
    expect(await content('one')).toBe('well, at first');
    expect((await ids()).two).toBe(before.two);
    const { stdout: said } = await system.run('./scripts/status.sh', ['prod']);
    expect(said).toMatch(
      / Release [0-9a-f]{12} was taken back; \.\/scripts\/prod-mode\.sh\b.* deploys the source tree/,
    );
  });

  it('is what scripts/compose.sh speaks of, and starts again with its containers as they are', async () => {
    const before = await ids();
    const images = await system.must('./scripts/compose.sh', 'prod', 'config', '--images');
    expect(lines(images)).toContain(`localhost/oclback/one:${await tagOf('one')}`);
    const services = await system.must('./scripts/compose.sh', 'prod', 'ps', '--services');
    expect(lines(services).sort()).toEqual(['one', 'two']);
    await system.must('./scripts/compose.sh', 'prod', 'up', '--detach', '--wait');
    expect(await ids()).toEqual(before);
  });

  it('is left again by a second --rollback', async () => {
    expect((await prod('--rollback')).exitCode).toBe(0);
    expect(await content('one')).toBe('well, in the second release');
    expect((await prod('--rollback')).exitCode).toBe(0);
    expect(await content('one')).toBe('well, at first');
  });

  it('gives way to the source tree when that is deployed', async () => {
    await system.upProd();
    expect(await content('one')).toBe('well, in the second release');
  });

  it('is mended by a start where somebody changed a container by hand, which status.sh says; what is paused is named', async () => {
    const [one, two] = ['one', 'two'].map((service) => system.container(service, 'prod')) as [string, string];
    const status = () => system.run('./scripts/status.sh', ['prod']);
    await docker('update', '--restart', 'no', one);
    await docker('network', 'disconnect', `${system.name}-clean`, one);
    const { exitCode, stdout } = await status();
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: expect.stringMatching(
        /\n {2}one is not started again when it ends \(restart policy no\)\n {2}one is not on the network oclback-clean\n/,
      ),
    });
    await docker('pause', two);
    expect((await status()).stdout).toContain(`\n  two is paused: docker unpause ${two}\n`);
    expect(await system.run('./scripts/verify.sh', ['prod'])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(`    ${two} is paused: docker unpause ${two}\n`),
    });
    await expectRefusal(prod(), /^error: oclback-two-clean: paused by somebody. Fix: docker unpause /);
    await docker('unpause', two);
    await system.upProd();
    expect(await status()).toMatchObject({ exitCode: 0 });
  });

  it('runs again by itself where the newer one does not come up, and what they have in common is not touched', async () => {
    const before = await ids();
    writeSource(system, 'one', 'sick');
    const { exitCode, stderr } = await prod('--wait-timeout', '10');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error: one is not healthy: it was waited for 10 s\. The last lines of [\s\S]*\nRelease [0-9a-f]{12} runs again \(\d+\.\d s\)\.\nFix: /,
      ),
    });
    expect(await content('one')).toBe('well, in the second release');
    expect((await ids()).two).toBe(before.two);
  });

  it('runs again, with its containers, where the other mode that was to replace it does not come up', async () => {
    const before = await ids();
    const { exitCode, stderr } = await system.run('./scripts/dev-mode.sh', [
      ...['--replace', '--detach', '--wait-timeout', '10'],
    ]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error: one is not healthy: [\s\S]*\nprod runs again \(\d+\.\d s\)\.\nFix: /,
      ),
    });
    expect(await ids()).toEqual(before);
    await system.healthy('prod');
    expect((await system.inspect('dev')).size).toBe(0);
  });

  it('is the last one that was well, after a deploy whose failure was kept', async () => {
    const failed = await prod('--wait-timeout', '10', '--keep-failed');
    expect({ exitCode: failed.exitCode, stderr: failed.stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(/^error: one is not healthy: [\s\S]*\nFix: /),
    });
    expect(await content('one')).toBe('sick');
    expect((await prod('--rollback')).exitCode).toBe(0);
    expect(await content('one')).toBe('well, in the second release');
    // and the one before that is still there
    expect((await prod('--rollback')).exitCode).toBe(0);
    expect(await content('one')).toBe('well, at first');
  });

  it('is not begun when an image of it is gone', async () => {
    writeSource(system, 'one', 'well, in the third release');
    await system.upProd();
    const first = Object.keys(await system.images());
    const target = first.filter((name) => name.startsWith('localhost/oclback/one:prod-'));
    const running = `localhost/oclback/one:${await tagOf('one')}`;
    await docker('rmi', ...target.filter((name) => name !== running));
    await expectRefusal(
      prod('--rollback'),
      /^error: release [0-9a-f]{12} cannot be started: the engine no longer has localhost\/oclback\/one:prod-[0-9a-f]{12}\. Fix: /,
    );
  });

  it('is not begun while Terraform holds prod, nor takes it over', async () => {
    const labels = ['system=oclback', 'mode=prod', 'service=one', 'spec=x'].flatMap((label) => [
      '--label',
      `io.opsconductor.${label}`,
    ]);
    const [image = ''] = Object.keys(await system.images());
    // a name of its own, for Compose's container has the one that Terraform's would have
    const name = `0123456789ab_${system.container('one', 'prod')}`;
    const container = await docker('create', '--name', name, ...labels, image);
    try {
      for (const args of [['--rollback'], ['--rollback', '--replace']])
        await expectRefusal(
          prod(...args),
          /^error: prod is run by Terraform, whose deploys are not kept as releases to return to\. Fix: check out/,
        );
    } finally {
      await docker('rm', '--volumes', container);
    }
  });

  it('is not touched by a build that fails, whose log is shown', async () => {
    const before = await ids();
    writeSource(system, 'two', 'well', 'exit 7');
    writeSource(system, 'one', 'well, and built, and not started');
    const { exitCode, stdout, stderr } = await prod();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: the image of two was not built:/m);
    expect(`${stdout}${stderr}`).toContain('step of two');
    const [, log = ''] = /; the whole log is in (\S+\/build\.two\.prod\.log)\.$/m.exec(stderr) ?? [];
    expect(readFileSync(log, 'utf8')).toMatch(/FROM \S+redis\S*\n[\s\S]*step of two/);
    expect(await ids()).toEqual(before);
  });

  it.each(['--setup', '--rebuild=one', '--without=one'])('does not go together with %s', async (option) => {
    await expectRefusal(
      prod('--rollback', option),
      /^error: --rollback and --\w+ exclude each other\. Fix: /,
      2,
    );
  });
});
