import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineProbes } from './built-probes.js';
import { docker } from './engine.js';
import { type Output, TestSystem } from './harness.js';
import { override } from './probes.js';
import { attempt, expectNoPlan, TERRAFORM_LACK } from './terraform.js';
import { eventually } from './watching.js';

/** The engine calls it unhealthy after some four seconds. */
const CHECK = { interval: 1, timeout: 5, retries: 3, startPeriod: 1 };
const READY = { test: ['CMD', 'test', '-e', '/tmp/ready'], ...CHECK };
/** Works until somebody says that it is ready. */
const WORKING = 'while [ ! -e /tmp/ready ]; do :; done; exec sleep 86400';
/** Is ready after a quarter of a minute of work. */
const SLOW =
  'end=$(($(date +%s) + 15)); while [ "$(date +%s)" -lt "$end" ]; do :; done; touch /tmp/ready; exec sleep 86400';

describe('a start by Compose', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclslow', portOffset: 24_400 });
    defineProbes(system, { slow: { command: ['sh', '-c', WORKING], healthCheck: READY }, after: {} });
  });
  afterAll(() => system?.remove());

  it('waits for a slow service while it works, though the engine calls it unhealthy and Compose gives it up', async () => {
    override(system, { after: { dependsOn: ['slow'] } });
    const start = system.run('./scripts/prod-mode.sh', []);
    await eventually(() =>
      expect(readFileSync(join(system.root, '.opsconductor/start.prod.log'), 'utf8')).toContain(
        'slow is slow: it is waited for while it works, at most 900 s',
      ),
    );
    await docker('exec', system.container('slow', 'prod'), 'touch', '/tmp/ready');
    const { exitCode, stderr } = await start;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { State } of (await system.inspect('prod')).values())
      expect(State.Health?.Status).toBe('healthy');
  });

  it('tells one that is broken quickly, once, with its last lines, and what waits for it is not started', async () => {
    override(system, {
      slow: { command: ['sh', '-c', 'echo no module named x; exit 3'] },
      after: { dependsOn: ['slow'] },
    });
    const began = Date.now();
    const { exitCode, stdout, stderr } = await system.run('./scripts/prod-mode.sh', ['--keep-failed']);
    expect(exitCode).toBe(1);
    expect(Date.now() - began).toBeLessThan(90_000);
    expect(stderr).toMatch(
      /^error: slow is not healthy: it has ended \d+ times, with exit code 3\. The last lines of oclslow-slow-clean:\n(no module named x\n)+Fix: docker logs oclslow-slow-clean shows all; correct it, and start again\.$/,
    );
    expect(stdout).not.toContain('no module named x');
  });

  it('ends at the limit that is set, and says how to wait longer', async () => {
    override(system, { slow: { environment: { PROBE: ['2'] } } });
    const { exitCode, stderr } = await system.run('./scripts/prod-mode.sh', [
      '--wait-timeout',
      '10',
      '--keep-failed',
    ]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('slow is not healthy: it was waited for 10 s.');
    expect(stderr).toMatch(
      /\nFix: if it is only slow, start again with OPSCONDUCTOR_WAIT_TIMEOUT=20, which waits longer\.$/,
    );
  });
});

describe.skipIf(TERRAFORM_LACK)(`a deploy by Terraform (skipped: ${TERRAFORM_LACK ?? 'no'})`, () => {
  let system: TestSystem;
  const id = () => docker('inspect', '--format', '{{.Id}}', system.container('slow', 'prod'));
  const said = ({ stdout, stderr }: Output) => stdout + stderr;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclpatient', portOffset: 24_500 });
    defineProbes(system, { slow: { command: ['sh', '-c', SLOW], healthCheck: READY } });
  });
  afterAll(() => system?.remove());

  it('ends at the limit, and is taken up where it was by the next, without another container', async () => {
    const first = await attempt(system, 'apply', 'prod', { OPSCONDUCTOR_WAIT_TIMEOUT: '5' });
    expect(first.exitCode).not.toBe(0);
    expect(said(first)).toContain('slow is not healthy: it was waited for 5 s');
    const before = await id();
    const second = await attempt(system, 'apply', 'prod');
    expect(second.exitCode, said(second)).toBe(0);
    expect(await id()).toBe(before);
    await expectNoPlan(system, 'prod');
  });

  it('names the service that is broken, quickly, with its last lines', async () => {
    override(system, { slow: { command: ['sh', '-c', 'echo no module named x; sleep 1; exit 3'] } });
    const began = Date.now();
    const output = await attempt(system, 'apply', 'prod');
    expect(output.exitCode).not.toBe(0);
    expect(Date.now() - began).toBeLessThan(90_000);
    expect(said(output)).toMatch(
      /slow is not healthy: it has ended \d+ times, with exit code 3[\s\S]*no module named x/,
    );
  });
});
