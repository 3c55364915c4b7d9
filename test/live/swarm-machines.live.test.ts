import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lines } from './engine.js';
import { TestSystem } from './harness.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';
import { LEFT_OUT, SwarmSystem } from './swarm.js';
import { SwitchNetwork } from './switch-network.js';
import { eventually } from './watching.js';

const PROD = './scripts/prod-mode.sh';
const REGISTRY = '10.77.0.254:5000';
const SERVICE = 'ocmachines-clean_identity-service';

describe.skipIf(SECOND_ENGINE_LACK !== undefined)('prod by a swarm of three machines', () => {
  const engines: SecondEngine[] = [];
  let network: SwitchNetwork;
  let swarm: SwarmSystem;
  let directory: string;
  let endRegistry: () => Promise<void>;

  /** Machine → how many of the service run there. */
  const spread = async (): Promise<Record<string, number>> => {
    const running = ['--filter', 'desired-state=running', '--format', '{{.Node}} {{.CurrentState}}'];
    const rows = lines(await swarm.docker('service', 'ps', ...running, SERVICE));
    const nodes = rows.filter((row) => row.includes(' Running')).map((row) => row.split(' ')[0] ?? '');
    return Object.fromEntries(nodes.map((node) => [node, nodes.filter((each) => each === node).length]));
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'oclive-registry-'));
    const configuration = join(directory, 'registry.yml');
    await writeFile(
      configuration,
      `version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: ${directory}/images\nhttp:\n  addr: ${REGISTRY}\n`,
    );
    network = await SwitchNetwork.make();
    endRegistry = network.start('docker-registry', ['serve', configuration]);
    for (const number of [1, 2, 3]) {
      const engine = await SecondEngine.start(undefined, {
        ...{ options: ['--insecure-registry', '10.77.0.0/24'], hostname: `machine-${number}` },
      });
      engines.push(engine);
      await network.connect(engine, number);
    }
    const [first, ...others] = engines as [SecondEngine, SecondEngine, SecondEngine];
    await first.run('docker', 'swarm', 'init', '--advertise-addr', '10.77.0.1');
    const token = (await first.run('docker', 'swarm', 'join-token', '--quiet', 'worker')).trim();
    for (const [i, engine] of others.entries())
      await engine.run(
        ...(['docker', 'swarm', 'join', '--advertise-addr', `10.77.0.${i + 2}`] as const),
        ...['--token', token, '10.77.0.1:2377'],
      );
    const system = await TestSystem.make({ name: 'ocmachines', portOffset: 19_400, without: LEFT_OUT });
    swarm = new SwarmSystem(system, first);
    swarm.prepareSample();
    const construct = join(system.project, 'constructs/identity-service.ts');
    writeFileSync(
      construct,
      readFileSync(construct, 'utf8').replace("source: 'identity-service',", '$&\n      replicas: 2,'),
    );
    await swarm.build();
  }, 400_000);

  afterAll(async () => {
    for (const engine of engines.slice(1)) await engine.stop();
    await swarm?.remove();
    await endRegistry?.();
    network?.remove();
    await rm(directory, { recursive: true, force: true });
  });

  it('needs a registry that all of them reach', async () => {
    const { exitCode, stderr } = await swarm.run(PROD, '--swarm');
    expect(exitCode).toBe(1);
    expect(stderr.trim()).toBe(
      'error: the swarm has 3 machines, and the images are built on this one. Fix: name a registry that all of them reach: OPSCONDUCTOR_REGISTRY=registry.example.com:5000.',
    );
  });

  it('spreads what may run more than once, and keeps the data where its volumes are', async () => {
    await swarm.must('env', `OPSCONDUCTOR_REGISTRY=${REGISTRY}`, PROD, '--swarm');
    await swarm.makeAccount();
    expect(Object.values(await spread())).toEqual([1, 1]);
    const status = await swarm.run('./scripts/status.sh', 'prod');
    expect(status.exitCode, status.stdout + status.stderr).toBe(0);
  }, 300_000);

  it('loses no request when a machine is drained', async () => {
    const [drained = ''] = Object.keys(await spread()).filter((name) => name !== 'machine-1');
    const load = await swarm.load(100);
    await sleep(2000);
    await swarm.docker('node', 'update', '--availability', 'drain', drained);
    await eventually(async () => {
      const now = await spread();
      expect(now).not.toHaveProperty(drained);
      expect(Object.values(now).reduce((sum, n) => sum + n, 0)).toBe(2);
    });
    // the old one is still finishing what it has
    await sleep(8000);
    const result = await load.end();
    expect(result.failures).toEqual([]);
    await swarm.docker('node', 'update', '--availability', 'active', drained);
  }, 180_000);

  it('goes on when a machine dies, and no row is lost', async () => {
    // so that one of the two is on a machine that can die
    await swarm.must('./opsconductor', 'restart', 'identity-service');
    const [dead = ''] = Object.keys(await spread()).filter((name) => name !== 'machine-1');
    const engine = engines[Number(dead.replace('machine-', '')) - 1] as SecondEngine;
    const load = await swarm.load(100);
    await sleep(2000);
    await network.unplug(engine);
    await sleep(60_000);
    const result = await load.end();
    expect(result.failed / result.sent).toBeLessThan(0.01);
    // two seconds of load went before it
    expect(Object.keys(result.failedAt).filter((second) => Number(second) > 32)).toEqual([]);
    expect(await spread()).not.toHaveProperty(dead);
    const status = await swarm.run('./scripts/status.sh', 'prod');
    expect(status.stdout).toContain(`${dead} does not answer (down)`);
    expect(await swarm.query('SELECT username FROM accounts')).toEqual(['ada']);
    await network.plugIn(engine);
    await eventually(async () =>
      expect(lines(await swarm.docker('node', 'ls', '--format', '{{.Hostname}} {{.Status}}'))).toContain(
        `${dead} Ready`,
      ),
    );
  }, 240_000);
});
