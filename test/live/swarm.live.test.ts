import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lines } from './engine.js';
import { TestSystem } from './harness.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';
import { LEFT_OUT, SwarmSystem } from './swarm.js';

const PROD = './scripts/prod-mode.sh';

describe.skipIf(SECOND_ENGINE_LACK !== undefined)('prod by Docker Swarm', () => {
  let swarm: SwarmSystem;

  beforeAll(async () => {
    const system = await TestSystem.make({ name: 'ocswarm', portOffset: 19_600, without: LEFT_OUT });
    swarm = new SwarmSystem(system, await SecondEngine.start());
    swarm.prepareSample();
    await swarm.build();
  }, 180_000);

  afterAll(async () => {
    await swarm?.remove();
  });

  it('is refused where the engine is in no swarm, with the command that makes it one', async () => {
    const { exitCode, stderr } = await swarm.run(PROD, '--swarm');
    expect(exitCode).toBe(1);
    expect(stderr.trim()).toBe(`error: this engine is in no swarm. Fix: ${PROD} --swarm --setup.`);
  });

  it('is one of this machine alone, heard on loopback alone, and runs what Compose would', async () => {
    await swarm.must(PROD, '--swarm', '--setup');
    await swarm.makeAccount();
    const status = await swarm.run('./scripts/status.sh', 'prod');
    expect(status.stdout).toMatch(/prod mode, started by Swarm/);
    expect(status.exitCode, status.stdout + status.stderr).toBe(0);
    const verify = await swarm.run('./scripts/verify.sh', 'prod');
    expect(verify.exitCode, verify.stdout + verify.stderr).toBe(0);
    const listening = await swarm.engine.run('ss', '-H', '-l', '-n', '-t');
    expect(
      listening.split('\n').filter((line) => /:(2377|7946)\b/.test(line) && !/127\.0\.0\.1:/.test(line)),
    ).toEqual([]);
  }, 180_000);

  it('shows no secret in what Swarm says of its services and tasks, and gives them all the same', async () => {
    const { system } = swarm;
    const file = readFileSync(join(system.root, '.opsconductor/secrets.prod.env'), 'utf8');
    const values = [...file.matchAll(/^\w+=(.+)$/gm)].map(([, value = '']) => value);
    expect(values.length).toBeGreaterThan(1);
    const ids = async (...list: readonly string[]) => lines(await swarm.docker(...list, '--quiet'));
    const services = await ids('service', 'ls');
    const said = [
      await swarm.docker('service', 'inspect', ...services),
      await swarm.docker('inspect', '--type', 'task', ...(await ids('service', 'ps', ...services))),
      await swarm.docker('secret', 'inspect', ...(await ids('secret', 'ls'))),
      await swarm.docker('inspect', ...(await ids('ps', '--all'))),
      readFileSync(join(system.root, '.opsconductor/stack.ocswarm.prod.yml'), 'utf8'),
    ].join('\n');
    expect(values.filter((value) => said.includes(value))).toEqual([]);
  });
});
