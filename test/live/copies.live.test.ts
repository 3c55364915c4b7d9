import { cpSync, existsSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecrets } from '../../lib/disk/secrets-file.js';
import { CONVENTIONS } from '../conventions.js';
import { builtImage, defineProbes, writeSource } from './built-probes.js';
import { docker, lines, removeSystem } from './engine.js';
import { type Output, TestSystem } from './harness.js';
import { attempt, TERRAFORM_LACK } from './terraform.js';
import { git } from './watching.js';

/** How many start at the same moment. */
const COPIES = 10;
/** What the container of each serves on, and the host where nothing is added. */
const PORT = { container: 6379, host: 7100 };

interface Listed {
  readonly name: string;
  readonly gone: boolean;
  readonly here: boolean;
  readonly portOffset: number;
  readonly ports: readonly number[];
  readonly modes: readonly { mode: string; engine: string; services: number; running: number }[];
  readonly volumes: readonly string[];
}

/** What Redis answers at a port of this machine. */
function ask(port: number, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${words.join(' ')}\r\nQUIT\r\n`));
    let said = '';
    socket.on('data', (part) => {
      said += part;
    });
    socket.on('error', reject).on('close', () => resolve(said.replace(/\+OK\r\n$/, '')));
  });
}

describe('git worktrees side by side', () => {
  let system: TestSystem;
  let trees: readonly TestSystem[];

  /** What a user has in a worktree who sets nothing. */
  function inTree(word: string): TestSystem {
    const project = join(system.directory, word);
    const byItself = {
      ...{ OPSCONDUCTOR_NAME: '', OPSCONDUCTOR_PORT_OFFSET: '' },
      XDG_CONFIG_HOME: join(system.directory, 'config'),
    };
    const tree = Object.create(system) as TestSystem;
    return Object.assign(tree, {
      ...{ name: `opsconductor-${basename(project)}`, project },
      root: join(project, 'examples/opsconductor'),
      run: (program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Output> =>
        TestSystem.prototype.run.call(tree, program, args, { ...byItself, ...more }),
    });
  }

  async function add(word: string): Promise<TestSystem> {
    const tree = inTree(word);
    await removeSystem(tree.name);
    await git(system.project, 'worktree', 'add', '--quiet', '--detach', tree.project);
    symlinkSync(join(system.project, 'node_modules'), join(tree.project, 'node_modules'));
    // the packages are as new as it is
    utimesSync(join(tree.project, 'package-lock.json'), 0, 0);
    return tree;
  }

  const listed = async (tree: TestSystem): Promise<Listed[]> =>
    JSON.parse(await tree.must('./opsconductor', 'instances', '--json')).instances;
  const rowOf = async (tree: TestSystem, from = tree) =>
    (await listed(from)).find(({ name }) => name === tree.name) as Listed;
  const apply = async (tree: TestSystem) => {
    const { exitCode, stdout, stderr } = await attempt(tree, 'apply', 'dev');
    expect(exitCode, stdout + stderr).toBe(0);
  };
  const portOf = async (tree: TestSystem) => PORT.host + (await rowOf(tree)).portOffset;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'ocltrees', portOffset: 21_300 });
    defineProbes(system, {
      keeper: {
        ...{ command: ['redis-server', '--appendonly', 'yes', '--protected-mode', 'no'] },
        ...{ port: PORT as never, volumes: { keeper_data: '/data' }, user: 'redis' },
        environment: { WORD: [{ secret: 'KEEPER_WORD' }] } as never,
        healthCheck: {
          test: ['CMD', 'redis-cli', 'ping'],
          interval: 1,
          timeout: 5,
          retries: 9,
          startPeriod: 1,
        },
      },
      built: builtImage('built'),
    });
    writeSource(system, 'built', 'the same in all');
    // which base images this machine has
    const config = join(system.directory, 'config/twomode');
    const images = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'twomode/images.json');
    mkdirSync(config, { recursive: true });
    if (existsSync(images)) cpSync(images, join(config, 'images.json'));
    // as it is committed
    await system.must('node', '--import', './cli/typescript.mjs', 'main.ts');
    await git(system.project, 'init', '--quiet');
    await git(system.project, 'add', '--all');
    await git(system.project, 'commit', '--quiet', '--message', 'as it was');
    trees = await Promise.all(Array.from({ length: COPIES }, (_, i) => `ocltree${i}`).map(add));
  });
  afterAll(async () => {
    for (const { name } of trees ?? []) await removeSystem(name);
    await removeSystem('opsconductor-oclseeded');
    await system?.remove();
  });

  it('start at the same moment, with no port twice and no name shared, and each answers its own request', async () => {
    const starts = await Promise.all(trees.map((tree) => tree.run('./scripts/dev-mode.sh', ['--detach'])));
    for (const { exitCode, stdout, stderr } of starts) expect(exitCode, stdout + stderr).toBe(0);
    const rows = (await listed(trees[0] as TestSystem)).filter(({ name }) => name !== 'opsconductor');
    expect(rows.map(({ name }) => name).sort()).toEqual(trees.map(({ name }) => name).sort());
    for (const { modes } of rows)
      expect(modes).toEqual([{ mode: 'dev', engine: 'compose', services: 2, running: 2 }]);
    const ports = rows.flatMap((row) => row.ports);
    expect(new Set(ports).size).toBe(ports.length);
    for (const tree of trees) expect(await ask(await portOf(tree), 'SET', 'who', tree.name)).toBe('+OK\r\n');
    for (const tree of trees)
      expect(await ask(await portOf(tree), 'GET', 'who')).toContain(`\n${tree.name}\r`);
  });

  it('have committed files that nobody has changed', async () => {
    for (const tree of trees) expect(await tree.must('git', 'status', '--porcelain')).toBe('');
  });

  it('each know themselves alone: status, verify, logs, stop and a start again', async () => {
    const [one, two] = trees as [TestSystem, TestSystem];
    const before = await rowOf(one);
    expect(await one.must('./scripts/status.sh')).toMatch(new RegExp(`keeper .* ${await portOf(one)} `));
    expect((await one.run('./scripts/verify.sh', [])).stdout).toContain('ok keeper: 1 mount');
    expect(await one.must('./opsconductor', 'logs', 'keeper')).toContain('Ready to accept connections');
    await one.must('./scripts/stop-dev.sh');
    expect((await rowOf(one)).modes).toEqual([]);
    expect((await rowOf(two)).modes).not.toEqual([]);
    await one.must('./scripts/dev-mode.sh', '--detach');
    expect(await rowOf(one)).toEqual(before);
    expect(await ask(await portOf(one), 'GET', 'who')).toContain(one.name);
  });

  it('takes the data of another one, which runs on, and its secrets, unless there is data already', async () => {
    const [one, two] = trees as [TestSystem, TestSystem];
    const fresh = await add('oclseeded');
    const before = await docker(
      'inspect',
      '--format',
      '{{.State.StartedAt}}',
      one.container('keeper', 'dev'),
    );
    // one that is killed on its way is as if it had not begun
    const begun = 'grep -q pending examples/opsconductor/.opsconductor/volumes.json 2> /dev/null';
    const call = `./opsconductor instances seed ${one.name}`;
    await fresh.run('sh', ['-c', `${call} & until ${begun}; do sleep 0.02; done; kill -9 $!`]);
    const seeded = await fresh.run('./opsconductor', ['instances', 'seed', one.name]);
    expect(seeded, seeded.stdout).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/keeper_data {2}1 key, /),
      stderr: expect.stringContaining('was interrupted'),
    });
    expect(await fresh.volumes()).toHaveLength(1);
    expect(await docker('inspect', '--format', '{{.State.StartedAt}}', one.container('keeper', 'dev'))).toBe(
      before,
    );
    await fresh.must('./scripts/dev-mode.sh', '--detach');
    expect(await ask(await portOf(fresh), 'GET', 'who')).toContain(one.name);
    const word = ({ root }: TestSystem) =>
      readSecrets(root, { conventions: CONVENTIONS, mode: 'dev' }).get('KEEPER_WORD')?.value;
    expect(word(fresh)).toBe(word(one));
    expect(word(two)).not.toBe(word(one));
    expect(await two.run('./scripts/dev-mode.sh', ['--detach', '--seed', one.name])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^error: opsconductor-ocltree1 has data already, in the volume .*-keeper_data-dev\./,
      ),
    });
    // what has no image yet takes that of another one
    const imageOf = (tree: TestSystem) =>
      docker('inspect', '--format', '{{.Image}}', tree.container('built', 'dev'));
    expect(await Promise.all(trees.map(imageOf))).toContain(await imageOf(fresh));
  });

  it.skipIf(TERRAFORM_LACK)('is the same by Terraform, and is ended from any other', async () => {
    const [one] = trees as [TestSystem];
    const fresh = inTree('oclseeded');
    const offset = (await rowOf(fresh)).portOffset;
    await fresh.must('./scripts/stop-dev.sh');
    await apply(fresh);
    expect(await rowOf(fresh, one)).toMatchObject({
      ...{ portOffset: offset, modes: [{ mode: 'dev', engine: 'terraform', services: 2, running: 2 }] },
    });
    expect(await ask(await portOf(fresh), 'GET', 'who')).toContain(one.name);
    expect(await fresh.must('./scripts/status.sh')).toMatch(new RegExp(`keeper .* ${PORT.host + offset} `));
    expect(await one.must('./opsconductor', ...['instances', 'stop', fresh.name])).toBe(
      `Stopped 2 services of ${fresh.name}; its data and its ports stay its own.`,
    );
    expect((await rowOf(fresh)).modes).toEqual([]);
    await apply(fresh);
  });

  it('is said to be gone once its worktree is, and what it has left goes when that is confirmed', async () => {
    const [one] = trees as [TestSystem];
    const fresh = inTree('oclseeded');
    const cleaned = (answer: string, option = '') =>
      one.run('sh', ['-c', `echo '${answer}' | ./opsconductor instances clean ${fresh.name} ${option}`]);
    expect(await cleaned('y')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is still there'),
    });
    await git(system.project, 'worktree', 'remove', '--force', fresh.project);
    expect(await rowOf(fresh, one)).toMatchObject({ gone: true });
    expect(await one.must('./opsconductor', 'instances')).toMatch(
      /oclseeded \(gone\)\n[\s\S]*instances clean/,
    );
    expect(await cleaned('n')).toMatchObject({ exitCode: 1 });
    expect(await cleaned('y')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Its data is kept'),
    });
    expect(await rowOf(fresh, one)).toMatchObject({ gone: true, modes: [], volumes: [expect.any(String)] });
    expect(await cleaned('y', '--data')).toMatchObject({ exitCode: 1 });
    expect(await cleaned(fresh.name, '--data')).toMatchObject({ exitCode: 0 });
    expect(await rowOf(fresh, one)).toBeUndefined();
    expect(lines(await docker('volume', 'ls', '--format', '{{.Name}}')).join('\n')).not.toContain(fresh.name);
    expect((await rowOf(one)).modes).not.toEqual([]);
  });
});
