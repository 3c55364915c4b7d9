import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCompose } from '../../lib/compose/write/render.js';
import { secretsFile } from '../../lib/model/deployment.js';
import { secretNames } from '../../lib/model/environment.js';
import type { ServiceSpec, SystemSpec } from '../../lib/model/service-spec.js';
import { volumesOf } from '../../lib/model/service-spec.js';
import { dataNodeLabel } from '../../lib/model/swarm.js';
import { renderStack } from '../../lib/swarm/write/render.js';
import { secretNameVariable } from '../../lib/swarm/write/secrets.js';
import { readSettings } from '../../lib/synth/settings.js';
import { renderTerraform } from '../../lib/terraform/app.js';
import { projectAt } from '../conventions.js';
import { exampleApp } from '../system.js';
import { expectSame } from './compare.js';
import type { Inspected } from './harness.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';
import { TERRAFORM, TERRAFORM_LACK } from './terraform.js';

const BASE = readSettings(projectAt('.')).images['redis:7-alpine'] ?? 'redis:7-alpine';
const VALUES = { POSTGRES_PASSWORD: 'p-0ssword', SETUP_SECRET: 's-3tup' };

/** The sample's services with all that they are told, but for programs that do nothing: none of its images is needed. */
function probes(): SystemSpec {
  const { prod } = exampleApp();
  const jobs = prod.services.flatMap(({ name, job }) => (job ? [name] : []));
  return {
    ...prod,
    services: prod.services
      .filter(({ job }) => !job)
      .map(
        (service): ServiceSpec<'prod'> => ({
          ...service,
          image: { kind: 'external', upstream: BASE, reference: BASE, pull: 'never' },
          command: ['sleep', '86400'],
          ...(service.healthCheck ? { healthCheck: { ...service.healthCheck, test: ['CMD', 'true'] } } : {}),
          ...(service.user === 'postgres' ? { user: 'redis' } : {}),
          dependsOn: service.dependsOn.filter((name) => !jobs.includes(name)),
        }),
      ),
  };
}

/** What Swarm has another word for, or none; what is more than that is compared below. */
const IGNORED = [
  ['Name', 'Swarm’s own: the service, the number and the id of the task'],
  ['Config.Labels.com.docker.stack.*', 'Swarm’s own bookkeeping'],
  ['Config.Labels.com.docker.swarm.*', 'the same'],
  ['Config.ExposedPorts', 'what is published on 127.0.0.1: Swarm does not publish it'],
  ['Config.StopTimeout', 'in the service, whose agent stops it; compared below'],
  ['HostConfig.RestartPolicy', 'the service’s: a task that ends is followed by another one'],
  ['HostConfig.Isolation', 'default or empty: the same on Linux'],
  ['HostConfig.Ulimits', 'none: [] or null'],
  ['HostConfig.NanoCpus', 'a limit of CPUs, as Swarm says it; compared below'],
  ['HostConfig.CpuPeriod', 'the same, as Compose is told it'],
  ['HostConfig.CpuQuota', 'the same'],
  ['HostConfig.MemorySwap', 'a stack file has no word for it; compared below'],
  ['HostConfig.SecurityOpt', 'a stack file has no word for no-new-privileges'],
  ['HostConfig.Tmpfs', 'mounts under Swarm; their sizes are compared below'],
  ['Mounts./data', 'a volume of the image without a name, new for each container'],
  ['NetworkSettings.Ports', 'on 127.0.0.1 not at all, on others on IPv6 too; compared below'],
  ['NetworkSettings.Networks.*.Aliases', 'Swarm answers for the service’s name by itself; looked up below'],
  ['NetworkSettings.Networks.*.DNSNames', 'the same, as engines from 25 on list it'],
] as const;

interface Limits {
  readonly NanoCpus: number;
  readonly CpuQuota: number;
  readonly CpuPeriod: number;
  readonly Memory: number;
  readonly MemorySwap: number;
  readonly Tmpfs: Readonly<Record<string, string>> | null;
  readonly Mounts?: readonly {
    readonly Type: string;
    readonly Target: string;
    readonly TmpfsOptions?: { readonly SizeBytes: number };
  }[];
}

const limitsOf = ({ HostConfig }: Inspected) => HostConfig as unknown as Limits;

/** Directories in memory: path → MiB. */
function memoryOf(document: Inspected): Record<string, number> {
  const { Tmpfs, Mounts = [] } = limitsOf(document);
  return Object.fromEntries([
    ...Object.entries(Tmpfs ?? {}).map(
      ([path, options]) => [path, Number(/size=(\d+)m/.exec(options)?.[1])] as const,
    ),
    ...Mounts.filter(({ Type }) => Type === 'tmpfs').map(
      ({ Target, TmpfsOptions }) => [Target, (TmpfsOptions?.SizeBytes ?? 0) / 1024 ** 2] as const,
    ),
  ]);
}

/** Without the shell that lays secrets into the environment, where there is one, and without directories in memory. */
function asCompose(document: Inspected): Inspected {
  const { Config, Args } = document as unknown as {
    Config: { Cmd: readonly string[] };
    Args: readonly string[];
  };
  const own = (words: readonly string[]) => {
    const at = words.indexOf('/bin/sh');
    return at >= 0 && words[at + 3] === 'sh' ? [...words.slice(0, at), ...words.slice(at + 4)] : words;
  };
  return {
    ...document,
    Args: own(Args),
    Mounts: document.Mounts.filter(({ Type }) => (Type as string) !== 'tmpfs'),
    Config: { ...Config, Cmd: own(Config.Cmd) },
  } as unknown as Inspected;
}

describe.skipIf(SECOND_ENGINE_LACK)('the sample as a stack of Swarm', () => {
  const system = probes();
  let engine: SecondEngine;
  let directory: string;
  const byCompose = new Map<string, Inspected>();
  const bySwarm = new Map<string, Inspected>();
  const docker = (...args: readonly string[]) => engine.run('docker', ...args);
  const inspect = async (filter: string, into: Map<string, Inspected>) => {
    const ids = (await docker('ps', '--quiet', '--filter', filter)).split('\n').filter((id) => id !== '');
    for (const each of JSON.parse(await docker('inspect', ...ids)) as Inspected[])
      into.set(each.Config.Labels['io.opsconductor.service'] ?? '', each);
  };

  beforeAll(async () => {
    engine = await SecondEngine.start();
    directory = await mkdtemp(join(tmpdir(), 'oclive-stack-'));
    const pass = { buffer: false } as const;
    await execa('docker', ['save', BASE], pass).pipe('docker', ['--host', engine.host, 'load'], pass);
    const file = (name: string) => join(directory, name);
    await writeFile(file('compose.yml'), renderCompose(system));
    await writeFile(
      file('secrets.env'),
      Object.entries(VALUES)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    for (const volume of volumesOf(system)) await docker('volume', 'create', volume);
    const compose = ['compose', '--env-file', file('secrets.env'), '-f', file('compose.yml')];
    await docker(...compose, 'up', '--detach', '--wait');
    await inspect('label=com.docker.compose.project=opsconductor-clean', byCompose);
    await docker(...compose, 'down');
    await docker('swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1');
    const { label, value } = dataNodeLabel(system);
    await docker(
      'node',
      'update',
      '--label-add',
      `${label}=${value}`,
      await docker('info', '--format', '{{.Swarm.NodeID}}'),
    );
    for (const [name, value] of Object.entries(VALUES)) {
      await writeFile(file(name), value);
      await docker('secret', 'create', `${name}_1`, file(name));
    }
    await writeFile(file('stack.yml'), renderStack(system, { programs: new Map() }));
    const names = Object.keys(VALUES).map((name) => `${secretNameVariable(name)}=${name}_1`);
    const deploy = [
      'stack',
      'deploy',
      '--resolve-image',
      'never',
      '-c',
      file('stack.yml'),
      'opsconductor-clean',
    ];
    await expect(docker(...deploy)).rejects.toThrow(/_SECRET is missing a value: the deploy sets it/);
    await engine.run('env', ...names, 'docker', ...deploy);
    for (const end = Date.now() + 240_000; ; await sleep(500)) {
      const replicas = (await docker('service', 'ls', '--format', '{{.Name}} {{.Replicas}}')).split('\n');
      if (replicas.length === byCompose.size && replicas.every((line) => line.endsWith(' 1/1'))) break;
      if (Date.now() > end)
        throw new Error(
          `not all is there:\n${replicas.join('\n')}\n${await docker('stack', 'ps', '--no-trunc', 'opsconductor-clean')}`,
        );
    }
    await inspect('label=com.docker.swarm.service.name', bySwarm);
  }, 600_000);
  afterAll(async () => {
    await engine?.stop();
    if (directory) await rm(directory, { recursive: true });
  });

  it('makes the same containers as Compose does', () => {
    const secret = system.services.flatMap(({ environment }) =>
      Object.entries(environment).filter(([name, value]) => secretNames({ [name]: value }).length > 0),
    );
    const told = new Map([...bySwarm].map(([name, document]) => [name, asCompose(document)]));
    expectSame(told, byCompose, {
      engine: 'swarm',
      ignored: [
        ...IGNORED,
        ...secret.map(([name]) => [`Config.Env.${name}`, 'made in the container; compared below'] as const),
      ],
    });
  });

  it('limits them in its own words as Compose does, but for swap', async () => {
    for (const [name, document] of bySwarm) {
      const other = byCompose.get(name) ?? expect.fail(`no ${name}`);
      const [swarm, compose] = [limitsOf(document), limitsOf(other)];
      expect(swarm.NanoCpus / 1e9, name).toBe(compose.CpuQuota / compose.CpuPeriod);
      expect(compose.MemorySwap, name).toBe(compose.Memory);
      expect(swarm.MemorySwap, name).toBe(2 * swarm.Memory);
      expect(memoryOf(document), name).toEqual(memoryOf(other));
      const { StopTimeout } = other.Config as unknown as { readonly StopTimeout: number };
      const grace = '{{.Spec.TaskTemplate.ContainerSpec.StopGracePeriod}}';
      expect(await docker('service', 'inspect', '--format', grace, `opsconductor-clean_${name}`), name).toBe(
        `${StopTimeout}s`,
      );
    }
  });

  it('publishes the gateway alone', async () => {
    const lines = (await docker('ps', '--format', '{{.Label "io.opsconductor.service"}} {{.Ports}}')).split(
      '\n',
    );
    const published = lines.filter((line) => line.includes('->'));
    expect(published).toEqual([expect.stringMatching(/^gateway .*0\.0\.0\.0:80->80\/tcp/)]);
    expect(published[0]).toContain('0.0.0.0:443->443/tcp');
  });

  it('answers for the names of all services, on a network that others may join', async () => {
    const names = system.services.map(({ name }) => name);
    const script = `for name in ${names.join(' ')}; do getent hosts $name || exit 1; done`;
    const found = await docker(
      'run',
      '--rm',
      '--network',
      system.network.name,
      '--entrypoint',
      'sh',
      BASE,
      '-c',
      script,
    );
    expect(found.trim().split('\n')).toHaveLength(names.length);
  });

  it('gives each program the variables that Compose gives it', () => {
    const variables = ({ State: { Pid } }: Inspected) => {
      // the program is a child of the engine's init
      const [child = ''] = readFileSync(`/proc/${Pid}/task/${Pid}/children`, 'utf8').trim().split(' ');
      return readFileSync(`/proc/${child}/environ`, 'utf8')
        .split('\0')
        .filter((line) => !/^(HOSTNAME|PWD|OLDPWD|SHLVL|HOME|_)=/.test(line))
        .sort();
    };
    const described = (service: string) =>
      byCompose.get(service)?.Config as unknown as { readonly Env: readonly string[] };
    for (const { name, environment } of system.services) {
      const told = bySwarm.get(name) ?? expect.fail(`no ${name}`);
      expect(variables(told), name).toEqual(
        expect.arrayContaining(
          described(name)
            .Env.filter((line) => !line.startsWith('HOME='))
            .sort(),
        ),
      );
      if (secretNames(environment).length > 0)
        for (const value of Object.values(VALUES)) expect(JSON.stringify(told), name).not.toContain(value);
    }
  });

  it('has no secret in the description of a service', async () => {
    const ids = (await docker('service', 'ls', '--quiet')).split('\n');
    const services = await docker('service', 'inspect', ...ids);
    for (const value of Object.values(VALUES)) expect(services).not.toContain(value);
    expect(services).toContain('/run/secrets/POSTGRES_PASSWORD');
  });

  describe.skipIf(TERRAFORM_LACK)(`and by Terraform (skipped: ${TERRAFORM_LACK ?? 'no'})`, () => {
    const byTerraform = new Map<string, Inspected>();
    const terraform = (...args: readonly string[]) => {
      const variables = [
        `HOME=${process.env.HOME}`,
        'CHECKPOINT_DISABLE=1',
        `TF_CLI_CONFIG_FILE=${join(directory, 'rc')}`,
      ];
      const stack = join(directory, 'cdktf.out/stacks/swarm');
      return engine.run(
        'env',
        ...variables,
        TERRAFORM,
        `-chdir=${stack}`,
        ...args,
        '-no-color',
        '-input=false',
      );
    };

    beforeAll(async () => {
      await docker('stack', 'rm', 'opsconductor-clean');
      while (
        (await docker('ps', '--all', '--quiet')) !== '' ||
        (await docker('network', 'ls', '--quiet', '--filter', 'name=opsconductor')) !== ''
      )
        await sleep(500);
      const app = exampleApp();
      // its images are there, and no job is run
      const commands = { ...system.conventions.commands, entry: 'true' };
      const prod = { ...system, conventions: { ...system.conventions, commands } };
      const swarm = { programs: new Map(), registry: '' };
      renderTerraform({ ...app, prod: prod as typeof app.prod }, 'src', {
        outdir: join(directory, 'cdktf.out'),
        swarm,
      }).write();
      const secrets = join(directory, 'src', secretsFile(system.conventions, 'prod'));
      await mkdir(dirname(secrets), { recursive: true });
      await cp(join(directory, 'secrets.env'), secrets);
      await writeFile(join(directory, 'rc'), '');
      await terraform('init');
      await terraform('apply', '-auto-approve');
      await inspect('label=com.docker.swarm.service.name', byTerraform);
    }, 300_000);

    it('the containers are the same, but for what the provider has no word for', () => {
      expectSame(byTerraform, bySwarm, {
        engine: 'terraform',
        ignored: [
          ...IGNORED,
          ['HostConfig.Init', 'the provider has no argument for it'],
          ['HostConfig.PidsLimit', 'the same'],
        ],
      });
    });

    it('nothing is planned after it', async () => {
      expect(await terraform('plan')).toContain('No changes.');
    });
  });
});
