import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretNames } from '../../lib/model/environment.js';
import { startedOf } from '../../lib/model/service-spec.js';
import { exampleApp } from '../system.js';
import { docker, lines } from './engine.js';
import { type Output, TestSystem } from './harness.js';
import { DEPLOY, planned, TERRAFORM_LACK } from './terraform.js';

const CANARY = `canary${randomBytes(12).toString('hex')}`;
/** As it is, and as it would look in a text that somebody encoded, wherever in that text it stands. */
const FORMS = [CANARY, ...[0, 1, 2].map(encoded)];
const has = (text: string | Buffer) => FORMS.some((form) => text.includes(form));

/** A start that fails; its name has to be another than that of the one that does not. */
const FAILING = 'a start that fails';
const EXIT_CODES: Readonly<Record<string, number>> = { plan: 2, [FAILING]: 1 };

/** How zip and gzip begin. */
const PACKED = ['504b', '1f8b'];

/** Every file below a directory, links not followed. */
function files(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const stats = lstatSync(path);
    if (stats.isDirectory()) return files(path);
    return stats.isFile() ? [path] : [];
  });
}

describe.each([
  ['Compose', undefined],
  ['Terraform', TERRAFORM_LACK],
] as const)('a secret of prod by %s', (engine, lack) => {
  let system: TestSystem;
  const began = Math.floor(Date.now() / 1000);
  /** All that the commands of a user's day have printed, by command. */
  const printed: Record<string, Output> = {};
  const run = async (program: string, ...args: readonly string[]) => {
    printed[[program, ...args].join(' ')] = await system.run(program, args);
  };
  const secretsFile = () => join(system.root, '.opsconductor/secrets.prod.env');

  /** A release that does not come up, whose containers' last lines are printed. */
  const failingStart = async () => {
    const main = join(system.root, 'asset-service/main.py');
    const text = readFileSync(main, 'utf8');
    writeFileSync(main, `raise SystemExit('it does not start')\n`);
    printed[FAILING] = await system.run('./scripts/prod-mode.sh', ['--keep-failed']);
    writeFileSync(main, text);
  };

  beforeAll(async () => {
    if (lack) return;
    system = await TestSystem.make({
      ...{ name: 'oclivecanary', portOffset: 21_900 },
      without: [
        ...['ai-brain', 'automation-service', 'communication-service', 'frontend', 'network-service'],
        'prefect-server',
      ],
    });
    mkdirSync(join(system.root, '.opsconductor'), { recursive: true });
    writeFileSync(secretsFile(), `POSTGRES_PASSWORD=${CANARY}\n`, { mode: 0o644 });
    if (engine === 'Compose') {
      await run('./scripts/prod-mode.sh');
      await run('./scripts/prod-mode.sh', '--rebuild', 'asset-service');
      await run('./scripts/compose.sh', 'prod', 'ps');
      await run('./scripts/verify.sh', 'prod');
      await run('./scripts/export.sh', join(system.directory, 'export'));
      await failingStart();
      await run('./scripts/prod-mode.sh', '--rollback');
    } else {
      await run('npx', 'cdktf', 'synth');
      await run('npx', 'cdktf', 'diff', 'prod', '--skip-provider-lock');
      printed.plan = await planned(system, 'prod');
      await run('npx', 'cdktf', 'deploy', 'prod', ...DEPLOY);
      printed['plan again'] = await planned(system, 'prod');
    }
  });
  afterAll(() => system?.remove());

  it.skipIf(lack)('reaches the containers that need it, and no other', async () => {
    const services = startedOf(exampleApp().prod).filter(({ name }) => !system.without.includes(name));
    const containers = await system.inspect('prod');
    const need = services.filter(({ environment }) => secretNames(environment).length > 0);
    const told = [...containers].filter(([, container]) => has(JSON.stringify(container)));
    expect(told.map(([service]) => service).sort()).toEqual(need.map(({ name }) => name).sort());
    expect(told.length).toBeGreaterThan(1);
    for (const { name, secretFiles } of services)
      for (const path of Object.keys(secretFiles))
        expect(await docker('exec', system.container(name, 'prod'), 'cat', path)).toBe(CANARY);
  });

  it.skipIf(lack)(
    'is in no file but the secrets file and what the engine has it from, both for their owner alone',
    () => {
      const found = files(system.directory).filter((path) => has(readFileSync(path)));
      const ofCompose = join(system.root, '.opsconductor/compose-secrets.prod.env');
      const ofTerraform = join(system.project, `terraform.${system.name}.prod.tfstate`);
      expect(found.filter((path) => !path.endsWith('.tfstate.backup')).sort()).toEqual(
        [engine === 'Terraform' ? ofTerraform : ofCompose, secretsFile()].sort(),
      );
      for (const path of found) expect(statSync(path).mode & 0o777, path).toBe(0o600);
      // what is packed could not be searched; the plan that `diff` leaves is, and has what the state has
      const plan = engine === 'Compose' ? [] : [join(system.project, 'cdktf.out/stacks/prod/plan')];
      const packed = files(system.directory).filter((path) => PACKED.includes(head(path)));
      expect(packed).toEqual(plan);
      for (const path of plan) expect(statSync(path).mode & 0o777, path).toBe(0o600);
    },
  );

  it.skipIf(lack)('is printed by no command', async () => {
    expect(Object.values(printed).length).toBeGreaterThan(2);
    for (const [command, { exitCode, stdout, stderr }] of Object.entries(printed)) {
      expect(exitCode, `${command}: ${stderr}`).toBe(EXIT_CODES[command] ?? 0);
      expect(has(stdout + stderr), command).toBe(false);
      expect(stdout.length, command).toBeGreaterThan(20);
    }
  });

  it('is in no snapshot, which are of another secret anyway', () => {
    const snapshots = files('test/snapshots');
    expect(snapshots.length).toBeGreaterThan(20);
    expect(snapshots.filter((path) => has(readFileSync(path)))).toEqual([]);
  });

  it.skipIf(lack)('is in no image, no log and no event of the engine', async () => {
    const images = Object.keys(await system.images());
    expect(images.length).toBeGreaterThan(2);
    for (const image of images) {
      expect(has(await docker('history', '--no-trunc', image)), image).toBe(false);
      expect(has(await docker('image', 'inspect', image)), image).toBe(false);
    }
    for (const [service, { Id }] of await system.inspect('prod'))
      expect(has((await execa('docker', ['logs', Id], { all: true })).all), service).toBe(false);
    const until = String(Math.floor(Date.now() / 1000));
    const events = await docker('events', '--since', String(began), '--until', until);
    expect(lines(events).length).toBeGreaterThan(10);
    expect(has(events)).toBe(false);
  });

  it.skipIf(lack)('is not printed when the system ends', async () => {
    const stop =
      engine === 'Compose'
        ? ['./scripts/stop-prod.sh']
        : ['npx', 'cdktf', 'destroy', 'prod', '--auto-approve'];
    const [program = '', ...args] = stop;
    const { exitCode, stdout, stderr } = await system.run(program, args);
    expect(exitCode, stderr).toBe(0);
    expect(has(stdout + stderr)).toBe(false);
    expect(readFileSync(secretsFile(), 'utf8')).toContain(`POSTGRES_PASSWORD=${CANARY}\n`);
  });
});

/** The part of a text's base64 that is the canary's alone, where so many characters stand before it. */
function encoded(before: number): string {
  const text = Buffer.from(`${'x'.repeat(before)}${CANARY}`).toString('base64');
  // three characters are four of base64; those at the edges have something of their neighbours in them
  return text.slice(Math.ceil(before / 3) * 4, Math.floor((before + CANARY.length) / 3) * 4);
}

function head(path: string): string {
  return readFileSync(path).subarray(0, 2).toString('hex');
}
