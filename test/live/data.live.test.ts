import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docker } from './engine.js';
import { TestSystem } from './harness.js';
import { deploy, destroy, expectNoPlan, planned, TERRAFORM_LACK } from './terraform.js';

/** The two services whose data matters, so that a deploy takes seconds. */
const stack = (postgres: string) => `// @ts-nocheck
import { Postgres } from '../constructs/postgres.js';
import { Redis } from '../constructs/redis.js';
import { type Mode, Stack } from '../lib/index.js';

export class OpsConductorStack<M extends Mode> extends Stack<M> {
  constructor(scope: any, context: any) {
    super(scope, context);
    const { mode } = context;
    new Redis(this, 'redis', { mode });
    ${postgres}
  }
}
`;
const WITH = stack(`new Postgres(this, 'postgres', { mode });`);
const RENAMED = stack(`new Postgres(this, 'database', { mode });`);
const WITHOUT = stack('');

interface Engine {
  readonly up: (system: TestSystem) => Promise<unknown>;
  readonly down: (system: TestSystem) => Promise<unknown>;
}

const COMPOSE: Engine = {
  up: (system) => system.upProd(),
  // what a person types who has forgotten that data is data
  down: (system) => system.must('./scripts/compose.sh', 'prod', 'down', '--volumes', '--remove-orphans'),
};
const TERRAFORM: Engine = {
  up: (system) => deploy(system, 'prod'),
  down: (system) => destroy(system, 'prod'),
};

describe.each([
  ['Compose', undefined, COMPOSE],
  ['Terraform', TERRAFORM_LACK, TERRAFORM],
] as const)("prod's data by %s", (name, lack, engine) => {
  let system: TestSystem;
  const volume = (data: string) => `${system.name}-${data}-clean`;
  const query = async (sql: string) => {
    const database = [...(await system.inspect('prod')).values()].find(({ Name }) =>
      /postgres|database/.test(Name),
    );
    return docker('exec', database?.Id ?? 'none', 'psql', '-U', 'opsconductor', '-tAc', sql);
  };
  const write = (text: string) => writeFileSync(join(system.project, 'stacks/opsconductor-stack.ts'), text);
  const expectKept = async () => {
    expect(await query('SELECT word FROM sentinel')).toBe('kept');
    expect(await system.volumes()).toEqual([volume('postgres_data'), volume('redis_data')]);
  };

  beforeAll(async () => {
    if (lack) return;
    system = await TestSystem.make({ name: 'oclivedata', portOffset: 21_800 });
    write(WITH);
    const labels = ['made=by hand', `io.opsconductor.system=${system.name}`, 'io.opsconductor.mode=prod'];
    const flags = labels.flatMap((label) => ['--label', label]);
    await docker('volume', 'create', ...flags, volume('redis_data'));
    await engine.up(system);
    await query("CREATE TABLE sentinel AS SELECT 'kept' AS word");
  });
  afterAll(() => system?.remove());

  it.skipIf(lack)('is laid into the volume that was there before', async () => {
    const label = await docker('volume', 'inspect', volume('redis_data'), '--format', '{{.Labels.made}}');
    expect(label).toBe('by hand');
    await expectKept();
  });

  it.skipIf(lack)('outlives the end of the system, volumes and all', async () => {
    await engine.down(system);
    expect((await system.inspect('prod')).size).toBe(0);
    await engine.up(system);
    await expectKept();
  });

  it.skipIf(lack)('outlives the renaming of its construct', async () => {
    write(RENAMED);
    await engine.up(system);
    expect([...(await system.inspect('prod')).keys()].sort()).toEqual(['database', 'redis']);
    await expectKept();
  });

  it.skipIf(lack)('outlives the removal of its construct', async () => {
    write(WITHOUT);
    await engine.up(system);
    expect([...(await system.inspect('prod')).keys()]).toEqual(['redis']);
    write(WITH);
    await engine.up(system);
    await expectKept();
  });

  it.skipIf(lack)('outlives a change of every label', async () => {
    const labels = join(system.project, 'lib/model/labels.ts');
    const source = readFileSync(labels, 'utf8');
    const more = source.replaceAll('[label.system]: name }', "[label.system]: name, added: 'label' }");
    expect(more).not.toBe(source);
    writeFileSync(labels, more);
    await engine.up(system);
    const { Config } = (await system.inspect('prod')).get('postgres') ?? expect.fail('no postgres');
    expect(Config.Labels.added).toBe('label');
    await expectKept();
  });

  it.skipIf(lack || name !== 'Terraform')('outlives a plan while its container is stopped', async () => {
    await docker('stop', system.container('postgres', 'prod'));
    const { exitCode, stdout, stderr } = await planned(system, 'prod');
    expect(exitCode, stdout + stderr).toBe(2);
    await engine.up(system);
    await expectKept();
    await expectNoPlan(system, 'prod');
  });

  it.skipIf(TERRAFORM_LACK || name !== 'Compose')(
    'outlives the way to the other engine and back',
    async () => {
      await engine.down(system);
      await TERRAFORM.up(system);
      await expectKept();
      await TERRAFORM.down(system);
      await engine.up(system);
      await expectKept();
    },
  );

  it.skipIf(lack || name !== 'Compose')(
    'outlives a new password, and secrets that are encrypted',
    async () => {
      const root = join(system.project, 'examples/opsconductor');
      const plain = join(root, '.opsconductor/secrets.prod.env');
      const more = { EDITOR: 'true', OPSCONDUCTOR_AGE_KEY: join(system.directory, 'age.key') };
      const must = async (program: string, ...words: string[]) => {
        const { exitCode, stdout, stderr } = await system.run(program, words, more);
        expect(exitCode, stdout + stderr).toBe(0);
        return stdout;
      };
      const signsIn = async (password: string) => {
        const postgres = system.container('postgres', 'prod');
        const call = ['exec', '--env', `PGPASSWORD=${password}`, postgres, 'psql', '--no-password'];
        // over the network: a local connection needs no password
        const words = [...call, '-h', 'postgres', '-U', 'opsconductor', '-tAc', 'SELECT 1'];
        return (await system.run('docker', words)).exitCode === 0;
      };
      const passwordIn = (text: string) => /^POSTGRES_PASSWORD=(.*)$/m.exec(text)?.[1] ?? expect.fail(text);
      const before = passwordIn(readFileSync(plain, 'utf8'));
      expect(await signsIn(before)).toBe(true);

      await must('./opsconductor', 'secrets', 'edit');
      expect(await must('./opsconductor', 'secrets', 'rotate', 'POSTGRES_PASSWORD')).toContain(
        'postgres knows it',
      );
      expect(await signsIn(before)).toBe(false);
      await must('./scripts/prod-mode.sh');
      await expectKept();
      const seen = join(system.directory, 'seen');
      await system.run('./opsconductor', ['secrets', 'edit'], { ...more, EDITOR: `sh -c 'cp "$0" ${seen}'` });
      const after = passwordIn(readFileSync(seen, 'utf8'));
      expect(after).not.toBe(before);
      expect(await signsIn(after)).toBe(true);
      const database = (await system.inspect('prod')).get('postgres')?.Id ?? 'none';
      expect(await docker('exec', database, 'cat', '/run/secrets/postgres_password')).toBe(after);
      // on no disk: not in plain, and not as Compose reads it
      const { stdout } = await system.run('grep', ['-rlF', after, system.directory, '--exclude=seen']);
      expect(stdout).toBe('');
    },
  );
});
