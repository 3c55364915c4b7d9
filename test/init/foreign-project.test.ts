// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ComposeConfigRequest } from '../../lib/engine/compose-config.js';
import { configDifferences } from '../../lib/init/foreign/compare.js';
import type { AskCompose } from '../../lib/init/foreign/compose-answers.js';
import { foreignProject } from '../../lib/init/foreign/project.js';
import { modeFiles, otherComposeFiles } from '../../lib/init/foreign/setups.js';
import { summaryOf } from '../../lib/init/foreign/summary.js';
import { environmentLiteral, literal, quoted } from '../../lib/init/foreign/typescript.js';
import { writeNew } from '../../lib/init/new-project.js';
import { serviceSpec, systemSpec } from '../spec.js';
import { checkout } from './foreign.js';

const WEB = 'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n    stop_signal: SIGINT\n';
const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function here(files: Readonly<Record<string, string>>): string {
  const root = checkout(files);
  roots.push(root);
  return root;
}

/** A machine without Compose. */
const silent: AskCompose = async () => undefined;

async function described(files: Readonly<Record<string, string>>, ask = silent) {
  const root = here(files);
  const found = modeFiles(root, {});
  if (!found) throw new Error('no files');
  return { root, ...(await foreignProject(root, found, 'shop', ask)) };
}

describe("somebody else's checkout", () => {
  it('is described in a directory of its own, its services as constructs', async () => {
    const { files, rendered } = await described({ 'compose.yaml': WEB });
    expect([...files.keys()].slice(0, 3)).toEqual([
      'infra/main.ts',
      'infra/constructs/web.ts',
      'infra/cdktf.json',
    ]);
    expect(files.get('infra/main.ts')).toContain("new Web(this, 'web', { mode });");
    expect(files.get('infra/main.ts')).toContain('stacks: { dev: Services, prod: Services }');
    expect(files.get('infra/constructs/web.ts')).toContain("compose: { stop_signal: 'SIGINT' },");
    expect(JSON.parse(files.get('infra/cdktf.json') ?? '').context.sourceRoot).toBe('..');
    expect(rendered.dev).toContain('stop_signal: SIGINT');
    expect(rendered.dev).not.toContain('cap_drop');
  });

  it('has a class for each mode where they differ, and one for a service that does not', async () => {
    const { files, modeFiles: read } = await described({
      'compose.yaml': `${WEB}  db: {image: postgres}\n`,
      'compose.override.yaml': 'services: {web: {image: "nginx:dev"}}',
      'compose.prod.yaml': 'services: {web: {restart: always}}',
    });
    expect(read).toEqual({
      dev: ['compose.yaml', 'compose.override.yaml'],
      prod: ['compose.yaml', 'compose.prod.yaml'],
    });
    const constructs = [...files.keys()].filter((path) => path.includes('constructs/'));
    expect(constructs).toEqual([
      'infra/constructs/web.dev.ts',
      'infra/constructs/db.ts',
      'infra/constructs/web.prod.ts',
    ]);
    expect(files.get('infra/main.ts')).toContain('stacks: { dev: DevServices, prod: ProdServices }');
  });

  it('declares what the rules find, and says everything with file and line', async () => {
    const project = await described({ 'compose.yaml': WEB });
    expect(project.files.get('infra/main.ts')).toContain("'no-new-privileges': 'as the Compose files were'");
    const summary = summaryOf(project, project.root);
    expect(summary).toContain('compose.yaml:5  web: stop_signal');
    expect(summary).toContain('docker compose config, dev: not compared. Docker Compose is not here.');
  });

  it('has other words for the modes where Compose files with theirs are there', async () => {
    const { files } = await described({ 'compose.yaml': WEB, 'docker-compose.prod.yml': WEB });
    expect(files.get('infra/main.ts')).toContain("modes: { prod: 'production' }");
  });

  it('is described where a service has a name that no variable can have', async () => {
    const { files } = await described({
      'compose.yaml':
        'services:\n  default: {image: a}\n  my_app.2: {image: b, depends_on: [default, 9th]}\n  9th: {image: c}\n',
    });
    const main = files.get('infra/main.ts');
    expect(main).toContain("const serviceDefault = new Default(this, 'default', { mode });");
    expect(main).toContain("new MyApp2(this, 'my_app.2', { mode, requires: [serviceDefault, service9th] });");
  });

  it('gets its workflows, and what they run, where it is the root of a repository', async () => {
    const paths = async (more: Readonly<Record<string, string>> = {}) =>
      [...(await described({ 'compose.yaml': WEB, ...more })).files.keys()].filter((path) =>
        /workflows|\.mjs$/.test(path),
      );
    expect(await paths()).toEqual([]);
    expect(await paths({ '.git/HEAD': '' })).toEqual([
      '.github/workflows/twomode.yml',
      '.github/workflows/twomode-diff.yml',
      'infra/scripts/diff-comment.mjs',
    ]);
  });

  it('may have the library in infra/, and not in its root: what package.json says stays', async () => {
    const own = JSON.stringify({ dependencies: { twomode: 'file:../twomode.tgz' } });
    const { root, files } = await described({
      'compose.yaml': WEB,
      '.git/HEAD': '',
      'infra/package.json': own,
    });
    expect(files.get('.github/workflows/twomode.yml')).toContain('run: npm ci --prefix infra ');
    writeNew(root, files);
    expect(JSON.parse(readFileSync(join(root, 'infra/package.json'), 'utf8'))).toEqual({
      ...{ private: true, type: 'module', dependencies: { twomode: 'file:../twomode.tgz' } },
    });
    // and again
    writeNew(root, files);
  });

  it('loses nothing that is there: what is the same stays, and what is not ends the writing', () => {
    const root = here({ 'infra/main.ts': 'mine' });
    const files = new Map([
      ['infra/main.ts', 'ours'],
      ['infra/scripts/dev.sh', '#!/bin/sh\n'],
    ]);
    expect(() => writeNew(root, files)).toThrow('infra/main.ts: already there, so nothing was written');
    expect(existsSync(join(root, 'infra/scripts'))).toBe(false);
    writeFileSync(join(root, 'infra/main.ts'), 'ours');
    writeNew(root, files);
    expect(readFileSync(join(root, 'infra/main.ts'), 'utf8')).toBe('ours');
    expect(statSync(join(root, 'infra/scripts/dev.sh')).mode & 0o111).toBe(0o111);
  });

  it('is nothing yet where Compose does not read it, and no text is no YAML without a line', async () => {
    const refusing: AskCompose = async () => ({ problem: 'dependency cycle detected: a -> b -> a' });
    await expect(described({ 'compose.yaml': WEB }, refusing)).rejects.toThrow(
      'Compose does not read compose.yaml: dependency cycle detected: a -> b -> a',
    );
    await expect(described({ 'compose.yaml': 'services:\n  web: {image: nginx\n' })).rejects.toThrow(
      'compose.yaml:3: is not YAML',
    );
  });

  it('is not written where Compose would not read that', async () => {
    const refusing: AskCompose = async ({ files }) =>
      files[0]?.endsWith('compose.yaml') ? { resolved: {} } : { problem: 'no' };
    await expect(described({ 'compose.yaml': WEB }, refusing)).rejects.toThrow(
      'Compose would not read what is written for dev: no',
    );
  });

  it('is described again from its own files, and not from what was generated', async () => {
    const { root, rendered, files } = await described({ 'compose.yaml': WEB });
    for (const mode of ['dev', 'prod'] as const)
      writeFileSync(join(root, `docker-compose.${mode}.yml`), rendered[mode]);
    const found = modeFiles(root, {});
    expect(found).toEqual({ dev: ['compose.yaml'], prod: ['compose.yaml'] });
    if (!found) throw new Error('no files');
    expect((await foreignProject(root, found, 'shop', silent)).files).toEqual(files);
    expect(() => modeFiles(root, { dev: ['docker-compose.dev.yml'] })).toThrow('was generated here');
  });

  it('keeps the variables that only an include reads where they are', async () => {
    const asked: ComposeConfigRequest[] = [];
    const { root, files, rendered } = await described(
      {
        'compose.yaml': 'include: [{path: web/compose.yaml, env_file: web/defaults.env}, db/compose.yaml]\n',
        'web/compose.yaml': 'services: {web: {image: nginx, ports: ["${WEB_PORT}:80"]}}',
        'web/defaults.env': 'WEB_PORT=8080\n',
        'db/compose.yaml': 'services: {db: {image: "postgres:${TAG}"}}',
        'db/.env': 'TAG=17\n',
      },
      async (request) => {
        asked.push(request);
        return { resolved: {} };
      },
    );
    expect(files.get('infra/main.ts')).toContain("envFile: ['web/defaults.env', 'db/.env', '.env'],");
    expect(rendered.dev).toContain('${WEB_PORT}:80');
    expect(rendered.dev).toContain('image: postgres:17');
    expect(asked.at(-1)?.envFiles).toEqual([join(root, 'web/defaults.env'), join(root, 'db/.env')]);
  });

  it('is described from a file of a directory below, whose paths and variables are relative to that', async () => {
    const root = here({
      'docker/compose.yaml': 'services: {web: {build: .., volumes: ["./site:/site"], env_file: web.env}}',
      'docker/compose.prod.yaml': 'services: {web: {restart: always}}',
      'docker/.env': 'A=b\n',
      Dockerfile: 'FROM scratch\n',
    });
    const found = modeFiles(root, { dev: ['docker/compose.yaml'] });
    if (!found) throw new Error('no files');
    expect(found.prod).toEqual(['docker/compose.yaml', 'docker/compose.prod.yaml']);
    const asked: ComposeConfigRequest[] = [];
    const { name, files } = await foreignProject(root, found, undefined, async (request) => {
      asked.push(request);
      return { resolved: {} };
    });
    expect(asked[0]?.projectDirectory).toBe(join(root, 'docker'));
    expect(name).toBe(basename(root).toLowerCase());
    expect(files.get('infra/main.ts')).toContain("envFile: 'docker/.env',");
    const web = files.get('infra/constructs/web.prod.ts');
    expect(web).toContain("image: { directory: '.' },");
    expect(web).toContain("source: './docker/site'");
    expect(web).toContain("path: './docker/web.env'");
  });

  it('names the template where the values of variables are not there yet', async () => {
    const refusing: AskCompose = async () => ({ problem: 'invalid boolean:' });
    const files = { 'compose.yaml': WEB, 'env.example': 'READ_ONLY=true\n' };
    await expect(described(files, refusing)).rejects.toMatchObject({
      fix: 'copy env.example to .env first, and call again. Nothing was written',
    });
    const project = await described(files);
    expect(summaryOf(project, project.root)).toContain(
      'Variables have only their fallbacks here, and some of them are written out: copy env.example to .env first, and call init again.',
    );
    expect((await described({ ...files, '.env': '' })).first).toBeUndefined();
  });

  it('names the files that Compose does not find by itself', () => {
    const root = here({
      'docker-compose.local.yml': WEB,
      'deploy/docker/compose.yaml': WEB,
      'node_modules/a/compose.yaml': WEB,
      'composer.yml': WEB,
    });
    expect(modeFiles(root, {})).toBeUndefined();
    expect(otherComposeFiles(root)).toEqual(['docker-compose.local.yml', 'deploy/docker/compose.yaml']);
  });

  it('has the files that .env names, parted as it says', () => {
    const env = 'COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=a.yml;b/c.yml\n';
    expect(modeFiles(here({ '.env': env, 'a.yml': WEB, 'b/c.yml': WEB }), {})?.dev).toEqual([
      'a.yml',
      'b/c.yml',
    ]);
  });

  it('has no Compose files where Compose finds none', () => {
    expect(modeFiles(here({ 'main.py': '' }), {})).toBeUndefined();
    expect(() => modeFiles(here({}), { dev: ['no.yaml'] })).toThrow('no.yaml does not exist');
  });
});

describe('what Compose makes of two setups', () => {
  const one = systemSpec('dev', [serviceSpec('dev', { name: 'web' })]);
  const config = (web: unknown, name = 'old') => ({
    name,
    services: { web },
    networks: { default: { name: 'n' } },
  });

  it('is the same under other names, labels and defaults that are said', () => {
    const before = config({ image: 'nginx', container_name: 'w', networks: { default: null } });
    const after = config(
      {
        image: 'nginx',
        container_name: one.services[0]?.container,
        restart: 'no',
        labels: { [`${one.conventions.labelPrefix}.system`]: 'x' },
        networks: { default: { aliases: ['w'] } },
      },
      'new',
    );
    expect(configDifferences(before, after, one)).toEqual([]);
    const withProfile = (...profiles: string[]) => config({ image: 'nginx', profiles });
    expect(configDifferences(withProfile('web'), config({ image: 'nginx' }), one)).toEqual([]);
    expect(configDifferences(withProfile('web', 'all'), withProfile('web'), one)).toEqual([
      'services.web.profiles.1: "all" → nothing',
    ]);
  });

  it('is the same where a further network has our labels', () => {
    const labels = { [`${one.conventions.labelPrefix}.system`]: 'x' };
    const having = (back: unknown) => ({ name: 'old', services: {}, networks: { back } });
    expect(configDifferences(having(null), having({ labels }), one)).toEqual([]);
    expect(configDifferences(having({ labels: { a: 'b' } }), having({ labels }), one)).toEqual([
      'networks.back.labels.a: "b" → nothing',
    ]);
  });

  it('differs without the value of what may be a secret', () => {
    const before = config({ image: 'nginx', environment: { DB_PASSWORD: 's3cret' } });
    expect(configDifferences(before, config({ image: 'nginx' }), one)).toEqual([
      'services.web.environment.DB_PASSWORD: a value → nothing',
    ]);
  });

  it('differs by a path and both values', () => {
    const before = config({ image: 'nginx', stop_signal: 'SIGINT', networks: { back: null } });
    expect(configDifferences(before, config({ image: 'nginx:2' }), one)).toEqual([
      'services.web.image: "nginx" → "nginx:2"',
      'services.web.networks.back.there: true → nothing',
      'services.web.stop_signal: "SIGINT" → nothing',
    ]);
  });
});

describe('plain data as TypeScript', () => {
  const evil = ["it's", '"', 'a\\b', '`${x}`', 'line\nend', '</script>', 'ü\u2028'];
  const evaluate = (code: string): unknown =>
    new Function('text', `return ${code}`)((strings: string[], ...values: unknown[]) => [strings, values]);

  it('means the same', () => {
    const value = { a: evil, 'b-c': { d: [1, true, null], 2: {} }, empty: [] };
    expect(evaluate(literal(value))).toEqual(value);
    for (const text of evil) expect(evaluate(quoted(text))).toBe(text);
  });

  it('keeps variables in the midst of any text', () => {
    for (const text of evil)
      expect(evaluate(environmentLiteral([text, { variable: 'X', fallback: text }, text]))).toEqual([
        [text, text],
        [{ variable: 'X', fallback: text }],
      ]);
  });
});
