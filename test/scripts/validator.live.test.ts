import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { copyRepository } from '../cli/project-copy.js';
import { add } from '../disk/tree.js';

/** What somebody else wrote: a mounted file is missing, and mounted code imports what is in the image alone. */
const SETUP = {
  'compose.yaml':
    'services:\n  api:\n    build: api\n    volumes: ["./api/conf.yml:/app/conf.yml", "./api/main.py:/app/main.py"]\n',
  'api/Dockerfile':
    'FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py helpers.py ./\nCMD ["python", "main.py"]\n',
  'api/main.py': 'import helpers\n',
  'api/helpers.py': '',
};
const PROGRAMS = ['node', 'npm', 'npx', 'sh', 'bash', 'env', 'dirname', 'readlink', 'mktemp'];

const top = mkdtempSync(join(tmpdir(), 'twomode-validator-'));
const setup = join(top, 'setup');
/** A machine with Node and npm, and without Docker. */
const machine = {
  env: { PATH: join(top, 'bin'), HOME: join(top, 'home'), npm_config_offline: 'true', NO_COLOR: '1' },
  extendEnv: false,
  reject: false,
} as const;
let checkout: string;

beforeAll(() => {
  checkout = copyRepository();
  for (const name of ['bin', 'home', 'installed', 'empty']) mkdirSync(join(top, name));
  for (const name of PROGRAMS)
    symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(top, 'bin', name));
  add(setup, SETUP);
});
afterAll(() => rmSync(top, { recursive: true }));

/** Rule and line of each finding but the notes. */
function found(json: string): string[] {
  const { findings } = JSON.parse(json) as {
    readonly findings: readonly { severity: string; rule: string; file: string; line: number }[];
  };
  return findings.flatMap(({ severity, rule, file, line }) =>
    severity === 'note' ? [] : `${severity} ${rule} ${file}:${line}`,
  );
}

const FOUND = expect.arrayContaining([
  'error source-exists compose.yaml:4',
  'warning imports-are-live api/main.py:1',
]);

describe('the validator on its own', () => {
  it('is packed into a tarball of less than a megabyte, and installed without any other package', async () => {
    await execa('npm', ['run', 'validator', '--', top], { cwd: checkout });
    const tarball = join(top, 'twomode-validator-0.1.0.tgz');
    expect(statSync(tarball).size).toBeLessThan(1e6);
    const install = ['install', '--no-audit', '--no-fund', tarball];
    expect(await execa('npm', install, { ...machine, cwd: join(top, 'installed') })).toMatchObject({
      exitCode: 0,
    });
    const modules = readdirSync(join(top, 'installed/node_modules')).filter((name) => !name.startsWith('.'));
    expect(modules).toEqual(['twomode-validator']);
  });

  it('has the licence of everything that is in it', () => {
    const text = readFileSync(join(top, 'installed/node_modules/twomode-validator/LICENSES.txt'), 'utf8');
    for (const name of ['@lezer/python', 'yaml', 'zod', 'dockerfile-ast', 'vscode-languageserver-types'])
      expect(text).toMatch(new RegExp(`^${name} \\d[^]*?(Copyright|\\(c\\))`, 'm'));
  });

  it('checks what Compose would find, from the tarball and where it is installed', async () => {
    const npx = ['--yes', 'file:../twomode-validator-0.1.0.tgz', 'validate', '--json'];
    const once = await execa('npx', npx, { ...machine, cwd: setup });
    expect(once).toMatchObject({ exitCode: 1 });
    expect(found(once.stdout)).toEqual(FOUND);
    const call = ['twomode', 'validate', '--compose', '../setup/compose.yaml'];
    const installed = await execa('npx', call, { ...machine, cwd: join(top, 'installed') });
    expect(installed).toMatchObject({ exitCode: 1, stderr: '' });
    expect(installed.stdout).toContain('"api/conf.yml" does not exist');
  });

  it('says in one line what is wrong with a call', async () => {
    const call = (...words: string[]) =>
      execa(join(top, 'installed/node_modules/.bin/twomode'), words, { ...machine, cwd: join(top, 'empty') });
    expect(await call('validate')).toMatchObject({
      exitCode: 2,
      stderr: `error: there is no Compose file in ${join(top, 'empty')}. Fix: name its files with --compose, or --dev and --prod.`,
    });
    expect(await call('dev')).toMatchObject({
      exitCode: 2,
      stderr: 'error: unknown command "dev". Fix: see npx twomode --help.',
    });
    expect((await call()).stdout).toMatch(/^Usage: npx twomode /);
  });
});

describe('in other programs', () => {
  const hook = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'))[0];
  const { steps } = parse(readFileSync('action.yml', 'utf8')).runs;
  const { run } = steps.find(({ id }: { id?: string }) => id === 'validate');
  /** As GitHub's runner calls a step of an action. */
  const action = (words: string, cwd: string) => {
    const output = join(top, 'output');
    const env = { ARGUMENTS: words, GITHUB_ACTION_PATH: checkout, RUNNER_TEMP: top, GITHUB_OUTPUT: output };
    const options = { ...machine, env: { ...machine.env, ...env }, cwd };
    return execa('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], options);
  };
  const results = () => {
    const [, sarif = ''] = /^sarif=(.*)$/m.exec(readFileSync(join(top, 'output'), 'utf8')) ?? [];
    rmSync(join(top, 'output'));
    return JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results as unknown[];
  };

  it('is a hook of pre-commit, which builds it in a fresh clone and fails with an error', async () => {
    rmSync(join(checkout, 'dist'), { recursive: true, force: true });
    const first = await execa(join(checkout, hook.entry), ['--json'], { ...machine, cwd: setup });
    expect(first).toMatchObject({ exitCode: 1 });
    expect(found(first.stdout)).toEqual(FOUND);
    const good = ['--level', 'error', '--rule', 'no-literal-secret'];
    expect(await execa(join(checkout, hook.entry), good, { ...machine, cwd: setup })).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(hook).toMatchObject({ language: 'script', always_run: true, pass_filenames: false });
  });

  it('is a step that shows the findings, leaves them as SARIF, and fails with an error', async () => {
    const failed = await action('', setup);
    expect(failed).toMatchObject({ exitCode: 1 });
    expect(failed.stdout).toContain('"api/conf.yml" does not exist');
    expect(results().length).toBeGreaterThan(1);
    expect(await action('--compose\ncompose.yaml --rule no-literal-secret', setup)).toMatchObject({
      exitCode: 0,
    });
    expect(results()).toEqual([]);
  });

  it('fails where the call is wrong, and leaves nothing to upload', async () => {
    const wrong = await action('--nope', setup);
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('unknown option "--nope"') });
    expect(() => results()).toThrow();
  });
});
