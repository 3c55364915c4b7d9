// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose's variables

import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasCompose } from '../../lib/engine/compose-config.js';
import { check } from '../../lib/rules/check.js';
import { type ComposeFiles, composeSubject } from '../../lib/validate/compose.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();

/** A line for each finding of some rules, without docker on the path or with it: `error no-literal-secret dev/a command c.yml:3`. */
async function found(
  files: Readonly<Record<string, string>>,
  rules: readonly string[],
  options: ComposeFiles = {},
): Promise<string[]> {
  const root = plant(files);
  const subject = await composeSubject(root, CONVENTIONS, { dev: ['c.yml'], ...options });
  const findings = [...subject.findings, ...check(subject.dev, subject.prod, subject.facts, CONVENTIONS)];
  return findings
    .filter(({ rule }) => rules.includes(rule))
    .map((finding) => {
      const { file, line } = subject.locate(finding);
      const { severity, where, at, problem } = finding;
      return `${severity} ${where} ${at}: ${problem} (${file.replace(`${root}/`, '')}:${line})`;
    });
}

/** The path of a machine that has git and no Compose. */
function withoutCompose(): void {
  const bin = plant();
  symlinkSync(git, join(bin, 'git'));
  vi.stubEnv('PATH', bin);
}

const compose = await hasCompose();

it.skipIf(!compose)('what Compose alone refuses is said once, at its place', async () => {
  const files = {
    'c.yml': `include: [sub/d.yml]\n${services('a: {image: x}')}`,
    'sub/d.yml': services('b:', '  image: x', '  profiles: [x]', '  fooo: lots'),
  };
  expect(await found(files, ['compose-is-read', 'compose-is-understood'])).toEqual([
    'error dev d.yml: services.b.fooo false schema (sub/d.yml:5)',
    'note dev d.yml: b is not checked: nothing activates its profile "x" (sub/d.yml:4)',
  ]);
});

const READERS = [
  { reader: 'the own parser', isThere: true, prepare: withoutCompose },
  { reader: 'docker compose config', isThere: compose, prepare: () => undefined },
].filter(({ isThere }) => isThere);

const services = (...lines: readonly string[]) =>
  ['services:', ...lines.map((line) => `  ${line}`), ''].join('\n');

describe.each(READERS)('a setup as $reader reads it', ({ prepare }) => {
  const ask: typeof found = (...args) => {
    prepare();
    return found(...args);
  };

  it('has no password in plain text where a variable gives it, whatever the variable is here', async () => {
    const text = services(
      'a:',
      '  build: {context: ., args: {NPM_TOKEN: "${TOKEN}"}}',
      '  command: redis-server --requirepass ${REDIS_PASSWORD}',
      '  healthcheck: {test: "redis-cli --password ${REDIS_PASSWORD}"}',
      '  labels: {api.token: "${TOKEN}"}',
      'b:',
      '  image: redis:7',
      '  command: redis-server --requirepass ${REDIS_PASSWORD:-changeme}',
      'c: {image: redis:7, command: redis-server --requirepass s3cretvalue}',
    );
    const configs = 'configs:\n  one: {content: "password=${TOKEN}"}\n  two: {content: password=hunter2}\n';
    const files = { 'c.yml': text + configs, Dockerfile: 'FROM x\n' };
    const expected = [
      'warning dev/b command: falls back to a password in plain text (c.yml:9)',
      'error dev/c command: has a password in plain text (c.yml:10)',
      'error dev configs[two]: has a password in plain text (c.yml:13)',
    ];
    const env = 'REDIS_PASSWORD=s3cretvalue\nTOKEN=t0ken\n';
    expect(await ask({ ...files, '.env': env }, ['no-literal-secret'])).toEqual(expected);
    expect(await ask(files, ['no-literal-secret'])).toEqual(expected);
  });

  it('is read where a variable that it requires has no value, which is said', async () => {
    const text = services(
      'a:',
      '  image: x',
      '  environment:',
      '    POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}',
    );
    const rules = ['compose-is-read', 'compose-is-understood', 'no-literal-secret'];
    expect(await ask({ 'c.yml': text }, rules)).toEqual([
      'note dev c.yml: POSTGRES_PASSWORD is required and has no value here: it is treated as empty (c.yml:5)',
    ]);
    expect(await ask({ 'c.yml': text, '.env': 'POSTGRES_PASSWORD=x' }, rules)).toEqual([]);
  });

  it('has a password from an env file in doubt where it is not known what git has', async () => {
    const files = { 'c.yml': services('a: {image: x, env_file: a.env}'), 'a.env': 'TOKEN=t0ken\n' };
    expect(await ask(files, ['no-literal-secret'])).toEqual([
      'warning dev/a environment[TOKEN]: TOKEN is in plain text, from "a.env" (a.env:1)',
    ]);
  });

  it('is refused in one sentence, at its line, in the file that is at fault', async () => {
    const circle = services('a: {image: x, depends_on: [b]}', 'b: {image: x, depends_on: [a]}');
    const rules = ['compose-is-read', 'no-dependency-cycle'];
    expect(await ask({ 'c.yml': circle }, rules)).toEqual([
      'error dev/a dependsOn[b]: waits for itself: a → b → a (c.yml:2)',
    ]);
    const files = {
      'c.yml': `include: [sub/d.yml]\n${services('a: {image: x}')}`,
      'sub/d.yml': services('b:', '  image: x', '  ports: 80'),
    };
    expect(await ask(files, rules)).toEqual([
      expect.stringMatching(/ports .*(list|array) \(sub\/d\.yml:4\)$/),
    ]);
  });

  it('has no mount at a path that is not absolute, which the engine refuses', async () => {
    const text = services(
      'a:',
      '  image: x',
      '  volumes:',
      '    - {type: bind, source: ./x, target: rel/path}',
    );
    expect(await ask({ 'c.yml': text }, ['compose-is-read'])).toEqual([
      'error dev c.yml: a.volumes has the target "rel/path", which is not an absolute path (c.yml:5)',
    ]);
  });

  it('may have one port and one container name in profiles that keep its services apart', async () => {
    const ollama = (name: string, profile: string) =>
      `${name}: {image: x, container_name: ollama, profiles: [${profile}], ports: ["11434:11434"]}`;
    const rules = ['compose-is-read', 'unique-host-ports', 'unique-container-names'];
    const apart = services(ollama('cpu', 'cpu'), ollama('gpu', 'gpu'));
    expect(await ask({ 'c.yml': apart }, rules)).toEqual([]);
    const together = services(ollama('cpu', 'all'), ollama('gpu', 'all'));
    expect(await ask({ 'c.yml': together }, rules, { profile: ['all'] })).toEqual([
      'error dev/gpu published[11434]: host port 11434 is also used by cpu (c.yml:3)',
      'error dev/gpu container: container name "ollama" is also used by dev/cpu (c.yml:3)',
    ]);
  });
});
