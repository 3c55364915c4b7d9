import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Finding } from '../../lib/model/finding.js';
import { UserError } from '../../lib/model/user-error.js';
import { check } from '../../lib/rules/check.js';
import { type ComposeFiles, composeSubject } from '../../lib/validate/compose.js';
import { validate } from '../../lib/validate/validate.js';
import { call as callCommand } from '../cli/call.js';
import { copyProject, EXAMPLE, type Outcome, PROJECT, run, validateAlone } from '../cli/project-copy.js';
import { CONVENTIONS, projectAt } from '../conventions.js';

const made: string[] = [];
afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function temporary(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'opsconductor-test-')));
  made.push(directory);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** Calls the validator from a directory, as the script does. */
function call(from: string, ...args: string[]): Promise<Outcome> {
  return callCommand(PROJECT, ['validate', ...args], { TWOMODE_CALLED_FROM: from });
}

const summary = ({ rule, file, line }: { rule: string; file: string; line: number }) =>
  `${rule} ${file}:${line}`;

describe('our own system', () => {
  let text: Outcome;
  let json: Outcome;
  beforeAll(async () => {
    text = await call(PROJECT);
    json = await call(PROJECT, '--json');
  }, 120_000);

  it('is clean', () => {
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: '' });
    expect(text.stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^\d\d services in 2 modes, \d+ rules: no error(, \d+ (notes?|exceptions?))*$/,
    );
  });

  it('is printed as JSON that the committed schema describes', () => {
    const schema = z.fromJSONSchema(JSON.parse(readFileSync('docs/validate.schema.json', 'utf8')));
    expect(schema.safeParse(JSON.parse(json.stdout)).error).toBeUndefined();
  });

  it('is found to lack a file, at the line of the construct that names it', async () => {
    const copy = copyProject();
    rmSync(join(copy, EXAMPLE, 'asset-service/main.py'));
    const rule = ['--rule', 'source-exists'];
    const construct = 'constructs/asset-service.ts';
    const { code, stdout } = await run(copy, ['main.ts', 'validate', '--json', ...rule]);
    const [found, ...others] = JSON.parse(stdout).findings;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'source-exists', service: 'asset-service', file: construct });
    const lines = readFileSync(join(PROJECT, construct), 'utf8').split('\n');
    expect(lines[found.line - 1]).toContain("live: [file('main.py'), dir('data')]");
    expect(code).toBe(1);

    const place = `${construct}:${found.line}`;
    expect((await run(copy, ['main.ts', 'validate', ...rule])).stdout).toContain(
      `    ${place}  dev  source-exists\n`,
    );
    const [{ results }] = JSON.parse(
      (await run(copy, ['main.ts', 'validate', '--sarif', ...rule])).stdout,
    ).runs;
    const { artifactLocation, region } = results[0].locations[0].physicalLocation;
    expect(`${artifactLocation.uri}:${region.startLine}`).toBe(place);
    const { stderr } = await run(copy);
    expect(stderr).toContain(`"asset-service/main.py" does not exist (${place}). Fix: `);
  });

  it('has a class for each file', async () => {
    const { code, stdout } = await call(PROJECT, '--files');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}live +asset-service\/main\.py +mounted at \/app\/main\.py$/m);
    expect(stdout).toMatch(/^ {2}baked +asset-service\/requirements\.txt /m);
  });
});

describe('a call that is wrong', () => {
  it.each([
    ['an option that there is not', ['--nope'], /^error: unknown option "--nope"\. Fix: /],
    ['two forms of output', ['--json', '--sarif'], /^error: --json and --sarif exclude each other\. Fix: /],
    ['files in two ways', ['--compose', 'a.yml', '--dev', 'b.yml'], /^error: --compose and --dev exclude/],
    ['an argument of no option', ['docker-compose.yml'], /^error: too many arguments/],
    ['an env file that is not there', ['--compose', 'knip.json', '--env-file', 'nix'], /nix does not exist/],
    ['an unknown rule', ['--rule', 'source-exist'], /no rule "source-exist"\. Fix: use .*source-exists/],
  ])('%s is said in one line, with exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await call(PROJECT, ...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    ['a file that is not there', { compose: ['nix.yml'] }, /nix\.yml does not exist/],
    ['a file in a directory that is not there', { compose: ['nix/nix.yml'] }, /nix does not exist/],
    ['a directory in place of a file', { compose: ['cli'] }, /cli is not a file/],
    ['a root that is not there', { compose: ['knip.json'], root: 'nix' }, /nix does not exist/],
    ['a root that is a file', { compose: ['knip.json'], root: 'knip.json' }, /is not a directory/],
    ['a root without files', { root: '.' }, /^--root only applies to a Compose setup/],
    ['an env file without files', { envFile: ['.env'] }, /^--env-file only applies to a Compose setup/],
    ['an unknown rule, unlike any', { rule: ['xyz'] }, /no rule "xyz"/],
  ])('%s is the mistake of who calls', async (_, options, message) => {
    const attempt = validate(projectAt(PROJECT), options);
    await expect(attempt).rejects.toThrow(UserError);
    await expect(attempt).rejects.toThrow(message);
  });
});

/** What is found, by `docker compose config` where that is installed. */
async function findings(from: string, options: ComposeFiles): Promise<Finding[]> {
  const { dev, prod, facts, findings } = await composeSubject(from, CONVENTIONS, options);
  return [...findings, ...check(dev, prod, facts, CONVENTIONS)];
}

describe('a Compose setup', () => {
  const API = { 'api/Dockerfile': 'FROM x\nCOPY app /app/src\nUSER 1\n', 'api/app/x.txt': 'x' };

  it.each([
    ['dev', './api/app:/app/src'],
    ['prod', 'data:/data'],
  ])('is read as %s where it mounts %s', async (mode, mount) => {
    const text = `services: {api: {build: api, volumes: ["${mount}"]}}\nvolumes: {data: {}}`;
    const { dev, prod } = await composeSubject(temporary({ ...API, 'c.yml': text }), CONVENTIONS, {
      compose: ['c.yml'],
    });
    expect([dev?.mode, prod?.mode]).toEqual(mode === 'dev' ? ['dev', undefined] : [undefined, 'prod']);
  });

  it.each(['real', 'link'])('is found in %s from where the script is called', async (directory) => {
    const top = temporary({ 'real/c.yml': 'services: {api: {image: x, volumes: ["./gone:/gone"]}}' });
    symlinkSync('real', join(top, 'link'));
    const args = ['--json', '--rule', 'source-exists', '--compose', `${directory}/c.yml`];
    const { code, stdout } = await call(top, ...args);
    expect(JSON.parse(stdout).findings.map(summary)).toEqual(['source-exists real/c.yml:1']);
    expect(code).toBe(1);
  });

  it.each([
    ['by Docker Compose, where it is there', {}],
    ['without it', { PATH: '/nowhere' }],
  ])('is found to mount twice at one place, read %s', async (_, environment) => {
    const text =
      'services:\n  api:\n    image: x\n    volumes:\n      - ./a:/app/data\n      - ./b:/app/data/\n' +
      '  web:\n    extends: {file: base.yml, service: base}\n';
    const base = 'services: {base: {image: x, volumes: ["./a:/x", "./b:/x"]}}';
    const from = temporary({ 'c.yml': text, 'base.yml': base, 'a/x': '', 'b/x': '' });
    const args = ['validate', '--json', '--rule', 'unique-targets', '--compose', 'c.yml'];
    const { code, stdout } = await callCommand(PROJECT, args, { TWOMODE_CALLED_FROM: from, ...environment });
    const found = JSON.parse(stdout).findings as {
      service?: string;
      file: string;
      line: number;
      rule: string;
    }[];
    expect(found.map((each) => `${each.service} ${summary(each)}`)).toEqual([
      'undefined unique-targets base.yml:1',
      'api unique-targets c.yml:5',
    ]);
    expect(code).toBe(1);
  });

  it('names no more rules than are asked for', async () => {
    const text =
      'services: {api: {build: api, environment: {DB_PASSWORD: hunter22}, volumes: ["./gone:/gone"]}}';
    const from = temporary({ ...API, 'c.yml': text });
    const rules = (await findings(from, { compose: ['c.yml'] })).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['source-exists', 'no-literal-secret']));
    const { stdout } = await call(from, '--json', '--rule', 'source-exists', '--compose', 'c.yml');
    const report = JSON.parse(stdout);
    expect(report.findings.map(summary)).toEqual(['source-exists c.yml:1']);
    expect(report.rules).toEqual(['source-exists']);
  });

  it('that cannot be read is an error, whatever rule is asked for', async () => {
    const from = temporary({ 'c.yml': 'services:\n  api:\n   image: [x' });
    const options = { compose: ['c.yml'], rule: ['source-exists'] };
    const { text, exitCode } = await validate(projectAt(from), { ...options, sarif: true });
    const [{ results, tool }] = JSON.parse(text).runs;
    expect(results.map(({ ruleId, level }: Record<string, string>) => `${level} ${ruleId}`)).toEqual([
      'error compose-is-read',
    ]);
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe('compose-is-read');
    expect(exitCode).toBe(1);
  });
});

describe('hostile input', () => {
  const server = createServer();
  let top: string;
  beforeAll(async () => {
    const service = (name: string, more: string) => `  ${name}: {user: "1", ${more}}`;
    top = temporary({
      'binary.yml': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
      'broken.yml': 'services:\n  api:\n   image: [x\n  web: {',
      'text.yml': 'just a text',
      'huge.yml': Buffer.alloc(50 * 1024 * 1024, 'a: b\n'),
      'api/app/huge.py': Buffer.alloc(50 * 1024 * 1024, 'import x\n'),
      'api/Dockerfile': 'FROM x\nCOPY . /app\nCMD ["python", "src/pipe.py"]\n',
      'all.yml': [
        'services:',
        service('directory', 'build: api, volumes: ["./api/app:/app/src"]'),
        service('dockerfile', 'build: {context: api, dockerfile: pipe}'),
        service('ignored', 'build: pipes'),
        service('pipe', 'image: x, volumes: ["./pipe:/app/main.py"]'),
        service('socket', 'image: x, volumes: ["./socket:/app/socket"]'),
        service('loop', 'image: x, volumes: ["./loop:/app"]'),
        service('env', 'image: x, env_file: pipe'),
      ].join('\n'),
      'pipes/Dockerfile': 'FROM x\nCOPY . /app\n',
    });
    execFileSync('mkfifo', ['pipe', 'api/pipe', 'api/app/pipe.py', 'pipes/.dockerignore'], { cwd: top });
    symlinkSync('.', join(top, 'api/app/self'));
    symlinkSync('../..', join(top, 'api/app/up'));
    symlinkSync('loop', join(top, 'loop'));
    await new Promise<void>((done) => server.listen(join(top, 'socket'), done));
  });
  afterAll(() => server.close());

  it.each(['binary.yml', 'broken.yml', 'text.yml', 'huge.yml'])('%s is a finding', async (file) => {
    const [first] = await findings(top, { compose: [file] });
    expect(first).toMatchObject({
      rule: 'compose-is-read',
      severity: 'error',
      place: { line: expect.any(Number) },
    });
    expect(first?.place?.file).toBe(join(top, file));
  });

  it.each([
    'pipe',
    'socket',
    'loop',
  ])('a %s in place of a Compose file is the mistake of who calls', async (file) => {
    await expect(composeSubject(top, CONVENTIONS, { compose: [file] })).rejects.toThrow(
      /is not a file|does not exist/,
    );
  });

  // in a process of its own, which can be ended if it waits for a pipe
  it('is read to its end: pipes, sockets, links in circles and 50 MB of code', {
    timeout: 120_000,
  }, async () => {
    const { stdout, stderr, code } = await validateAlone(['--json', '--compose', 'all.yml'], top);
    expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
    const found = JSON.parse(stdout).findings as { service?: string; rule: string }[];
    expect(found.map(({ service, rule }) => `${service ?? ''} ${rule}`)).toEqual(
      expect.arrayContaining([
        ' compose-is-read',
        'directory readable-sources',
        'dockerfile buildable',
        'pipe readable-sources',
        'socket readable-sources',
        'loop source-exists',
      ]),
    );
  });
});
