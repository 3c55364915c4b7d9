import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Machine, NPM, type Programs } from './machine.js';

const WHICH = 'echo "$(node --version) of $(command -v node)"';
const old = { node: 'echo v20.20.2' };
const home = (machine: Machine) =>
  join(machine.cache, 'opsconductor', readdirSync(join(machine.cache, 'opsconductor'))[0] ?? '');

describe('without --setup, a script', () => {
  it.each<[string, Programs, string]>([
    ['no Node', {}, 'Node.js is missing'],
    ['an old Node', old, 'Node v20.20.2 is too old'],
    ['a Node of one digit', { node: 'echo v8.17.0' }, 'Node v8.17.0 is too old'],
    ['a Node that lacks what loads TypeScript', { node: 'echo v22.14.0' }, 'Node v22.14.0 is too old'],
  ])('ends in one line that says how to get Node where there is %s', async (_, programs, problem) => {
    const fix = './scripts/dev-mode.sh --setup, which installs Node 24, or install Node 22.15 or newer.';
    expect(await new Machine(programs).run([], WHICH)).toEqual({
      code: 1,
      out: '',
      error: `error: ${problem}. Fix: ${fix}`,
    });
  });

  it('says so where node is there and does not run', async () => {
    const machine = new Machine({ node: 'exit 127' });
    const problem = `${join(machine.top, 'bin/node')} does not run`;
    expect((await machine.run([], WHICH)).error).toMatch(new RegExp(`^error: ${problem}\\. Fix: .*$`));
  });

  it.each(['v22.15.0', 'v24.0.0', 'v100.0.0'])('takes the machine’s Node %s', async (version) => {
    const machine = new Machine({ node: `echo ${version}` });
    expect((await machine.run([], WHICH)).out).toBe(`${version} of ${join(machine.top, 'bin/node')}`);
  });
});

describe('with --setup, a script', () => {
  it('brings Node and npm by the machine’s npm, says so, and uses them from then on', async () => {
    const machine = new Machine({ ...old, npm: NPM });
    writeFileSync(join(machine.top, 'npmrc'), '');
    const first = await machine.run(['--setup'], WHICH);
    expect(first.code).toBe(0);
    expect(first.out).toContain('Node: Node v20.20.2 is too old.');
    expect(first.out).toContain(`Node 24 goes into ${home(machine)}; the machine's own stays as it is.`);
    expect(first.out).toContain(`v24.1.0 of ${join(home(machine), 'bin/node')}`);
    const after = await machine.run(
      [],
      `${WHICH}; command -v npm; ls -L "$(dirname "$(command -v node)")/../etc"`,
    );
    expect(after.out.split('\n')).toEqual([
      `v24.1.0 of ${join(home(machine), 'bin/node')}`,
      join(home(machine), 'bin/npm'),
      'npmrc',
    ]);
  });

  it('leaves the machine’s Node alone where it will do', async () => {
    const machine = new Machine({ node: 'echo v22.15.1', npm: NPM });
    expect((await machine.run(['--setup'], WHICH)).out).toBe(`v22.15.1 of ${join(machine.top, 'bin/node')}`);
  });

  it('brings Node where the machine’s own has no npm', async () => {
    const machine = new Machine({ node: 'echo v22.15.1', python3: 'exit 1', 'apt-get': 'exit 1' });
    expect((await machine.run(['--setup'], WHICH)).out).toContain('Node: npm is missing.');
  });

  it('ends in one line, and leaves nothing behind, where Node cannot be brought', async () => {
    const machine = new Machine({ ...old, npm: '[ "$1" = --version ]' });
    const { code, error } = await machine.run(['--setup'], WHICH);
    expect(code).toBe(1);
    expect(error).toMatch(
      /^error: Node 24 could not be brought here\. Fix: install Node 22\.15 or newer .*$/,
    );
    expect(readdirSync(join(machine.cache, 'opsconductor'))).toEqual([]);
  });

  it('asks apt-get for pip where there is neither npm nor pip', async () => {
    const machine = new Machine({ 'apt-get': 'echo "apt-get $*" >>apt.log', sudo: 'shift; "$@"' });
    await machine.run(['--setup'], WHICH);
    expect(readFileSync(join(machine.project, 'apt.log'), 'utf8')).toMatch(
      /^apt-get install .*python3-pip$/m,
    );
  });

  it('brings Node once more where the one that it brought no longer runs', async () => {
    const machine = new Machine({ ...old, npm: NPM });
    await machine.run(['--setup'], WHICH);
    machine.program('node', 'exit 127', join(home(machine), 'bin'));
    expect((await machine.run(['--setup'], WHICH)).out).toContain(
      `v24.1.0 of ${join(home(machine), 'bin/node')}`,
    );
  });
});

describe('npm packages', () => {
  const good = { node: 'echo v24.0.0', npm: NPM };
  const asked = (machine: Machine) => {
    const log = join(machine.project, 'npm.log');
    return existsSync(log) ? (/^npm ci.*$/m.exec(readFileSync(log, 'utf8'))?.[0] ?? '') : '';
  };

  it('are those that the scripts need, where the scripts install them', async () => {
    const machine = new Machine(good);
    await machine.run(['--setup'], 'require_packages "$@"');
    expect(asked(machine)).toContain('--omit=dev');
  });

  it('without --setup are asked for in one line', async () => {
    const { code, error } = await new Machine(good).run([], 'require_packages "$@"');
    expect(code).toBe(1);
    expect(error).toMatch(/^error: npm packages are missing .* Fix: npm ci, or .*--setup\.$/);
  });

  it.each([
    ['what the scripts need', ['zod']],
    ['everything', ['zod', 'vitest']],
  ])('satisfy a script where %s is installed', async (_, names) => {
    const machine = new Machine(good);
    machine.packages(...names);
    expect((await machine.run([], 'require_packages "$@"')).code).toBe(0);
    expect(asked(machine)).toBe('');
  });

  it('satisfy the tests where everything is installed, and nowhere else', async () => {
    const machine = new Machine(good);
    machine.packages('zod', 'vitest');
    await machine.run(['--setup'], 'require_test_packages');
    expect(asked(machine)).toBe('');
    const lean = new Machine(good);
    lean.packages('zod');
    await lean.run(['--setup'], 'require_test_packages');
    expect(asked(lean)).toMatch(/^npm ci (?!.*--omit)/);
  });

  it('stay all there for whoever has them, where the lock is newer', async () => {
    const machine = new Machine(good);
    machine.packages('zod', 'vitest');
    await machine.run(['--setup'], 'touch package-lock.json; require_packages "$@"');
    expect(asked(machine)).toMatch(/^npm ci (?!.*--omit)/);
  });
});

it('package.json, .nvmrc and the scripts name the same Node', () => {
  const { engines, dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const oldest = /^node_oldest=([\d.]+)$/m.exec(readFileSync('scripts/node.sh', 'utf8'))?.[1];
  expect(engines.node).toBe(`>=${oldest}`);
  expect(dependencies['@types/node'].split('.')[0]).toBe(oldest?.split('.')[0]);
  expect(devDependencies).toHaveProperty('vitest');
  const brought = readFileSync('.nvmrc', 'utf8').trim();
  expect(readFileSync('README.md', 'utf8').includes(`Node ${brought}`)).toBe(true);
});
