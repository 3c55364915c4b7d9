import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../cli/call.js';
import { copyProject, EXAMPLE, type Outcome, PROJECT } from '../cli/project-copy.js';
import { harvest } from '../disk/tree.js';
import { REFERENCE } from '../reference-table.js';

const COMPOSE_FILES = ['docker-compose.dev.yml', 'docker-compose.clean.yml'] as const;
const FILES = [...COMPOSE_FILES, 'docker-stack.clean.yml'] as const;

/** All that synthesis writes to be read by others. */
function written(copy: string): Record<string, string> {
  const texts = FILES.map((name) => [name, readFileSync(join(copy, EXAMPLE, name), 'utf8')]);
  return { ...harvest(join(copy, 'cdktf.out')), ...Object.fromEntries(texts) };
}

describe('main.ts as cdktf calls it', { timeout: 120_000 }, () => {
  let copy: string;
  let other: string;
  let outcomes: Outcome[];
  beforeAll(async () => {
    copy = copyProject();
    for (const name of FILES) rmSync(join(copy, EXAMPLE, name));
    other = join(copy, '../deep/er/with a space');
    cpSync(copy, other, { recursive: true, verbatimSymlinks: true });
    // only an engine that knows of no data lets secrets be made up
    const bin = join(copy, 'home/bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'docker'), '#!/bin/sh\necho "Error: No such volume" >&2\nexit 1\n', {
      mode: 0o755,
    });
    const env = { PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter) };
    outcomes = [await call(copy, [], env), await call(other, [], env)];
  }, 120_000);

  it('says nothing where nothing is wrong', () => {
    expect(outcomes).toEqual(Array(2).fill({ code: 0, stdout: '', stderr: '' }));
  });

  it('writes the same bytes wherever the checkout lies', () => {
    const texts = written(copy);
    expect(written(other)).toEqual(texts);
    expect(Object.keys(texts)).toEqual(
      expect.arrayContaining(['manifest.json', 'stacks/dev/cdk.tf.json', 'stacks/prod/cdk.tf.json']),
    );
  });

  it.each(FILES)('writes %s as it is committed', (name) => {
    expect(written(copy)[name]).toBe(readFileSync(join(PROJECT, EXAMPLE, name), 'utf8'));
  });

  it('writes no secret but into the secrets files, each its own', () => {
    const secrets = (checkout: string) =>
      ['dev', 'prod'].flatMap((mode) => {
        const text = readFileSync(join(checkout, EXAMPLE, `.opsconductor/secrets.${mode}.env`), 'utf8');
        return text.match(/(?<==).+/g) ?? [];
      });
    const values = [...secrets(copy), ...secrets(other)];
    expect(new Set(values).size).toBe(values.length);
    expect(values.length).toBeGreaterThanOrEqual(4);
    for (const [path, text] of Object.entries(written(copy)))
      for (const value of values) expect(text.includes(value), `a secret in ${path}`).toBe(false);
  });

  it('stages every context that Terraform is told to build, and those alone', () => {
    for (const mode of ['dev', 'prod']) {
      const system = readFileSync(join(copy, EXAMPLE, `.opsconductor/system.${mode}.json`), 'utf8');
      const told = new Set(system.match(/\.opsconductor\/contexts\/[\w-]+\/(dev|prod)-[0-9a-f]{12}/g));
      const contexts = readdirSync(join(copy, EXAMPLE, '.opsconductor/contexts')).flatMap((service) =>
        readdirSync(join(copy, EXAMPLE, '.opsconductor/contexts', service))
          .filter((name) => /^(dev|prod)-\w+$/.test(name) && name.startsWith(mode))
          .map((name) => `.opsconductor/contexts/${service}/${name}`),
      );
      expect(contexts.sort()).toEqual([...told].sort());
      // the reference has no jobs
      expect(contexts).toHaveLength(REFERENCE.filter(({ source }) => source).length + 1);
    }
  });

  it('leaves all of it untouched when run again', async () => {
    const times = () =>
      ['', '.opsconductor', '.opsconductor/contexts/ai-brain']
        .flatMap((folder) => readdirSync(join(copy, EXAMPLE, folder)).map((name) => join(folder, name)))
        .filter((path) => lstatSync(join(copy, EXAMPLE, path)).isFile())
        .map((path) => [path, lstatSync(join(copy, EXAMPLE, path)).mtimeMs]);
    const before = times();
    const texts = written(copy);
    expect((await call(copy, [])).code).toBe(0);
    expect(times()).toEqual(before);
    expect(written(copy)).toEqual(texts);
  });

  it('keeps what is particular to this machine out of the committed files, and says it in its own', async () => {
    const committed = FILES.map((name) => written(other)[name]);
    const { code } = await call(other, [], {
      OPSCONDUCTOR_NAME: 'second',
      OPSCONDUCTOR_PORT_OFFSET: '10000',
      OPSCONDUCTOR_WITHOUT: 'ollama',
    });
    expect(code).toBe(0);
    expect(FILES.map((name) => written(other)[name])).toEqual(committed);
    for (const name of COMPOSE_FILES) {
      const own = name.replace('docker-compose.', 'docker-compose.second.');
      const local = readFileSync(join(other, EXAMPLE, '.opsconductor', own), 'utf8');
      expect(local).toMatch(
        /# This machine alone:\n#.*without: ollama\n#.*named: second\n#.*host ports: \+ 10000\n/,
      );
      expect(local).toContain('published: "13005"');
    }
  });

  it.each([
    ['1.41', false],
    ['1.44', true],
  ])('tells an engine of API %s of start_interval: %s; never in a committed file', async (version, expected) => {
    const committed = written(other);
    const bin = join(other, '../bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'docker'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
    // a difference that every machine may have, so that there is a file of its own
    const name = { OPSCONDUCTOR_NAME: 'third', PATH: `${bin}:${process.env.PATH}` };
    expect((await call(other, [], name)).stderr).toBe('');
    const own = COMPOSE_FILES[0].replace('docker-compose.', 'docker-compose.third.');
    const local = readFileSync(join(other, EXAMPLE, '.opsconductor', own), 'utf8');
    expect(local.includes('start_interval: 2s')).toBe(expected);
    expect(local.includes('#   health probes: every 10 s once healthy')).toBe(expected);
    for (const file of COMPOSE_FILES) expect(written(other)[file]).toBe(committed[file]);
  });
});
