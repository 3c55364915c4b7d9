import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../lib/compose/read/config.js';
import { parseCompose } from '../../lib/compose/read/parse.js';
import type { ComposeOptions } from '../../lib/compose/read/parsed.js';
import { composeConfig, hasCompose } from '../../lib/engine/compose-config.js';

const compose = await hasCompose();
const directory = mkdtempSync(join(tmpdir(), 'opsconductor-resets-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Attribute of a service, what an earlier file has there, and what a later one may put in its place; N is a number. */
const ATTRIBUTES: readonly (readonly [attribute: string, before: string, after: string, empty?: string])[] = [
  ['annotations', '{a: b}', '{c: d}', '{}'],
  ['build', '{context: ./a, args: {A: "1"}, target: x}', '{context: ./b}'],
  ['cap_add', '[A]', '[B]', '[]'],
  ['command', '[a, b]', '[c]', '[]'],
  ['configs', '[one]', '[two]', '[]'],
  ['container_name', 'oneN', 'twoN'],
  ['depends_on', '[other]', '{third: {condition: service_healthy}}', '{}'],
  ['develop', '{watch: [{path: ./a, action: restart}]}', '{watch: [{path: ./b, action: rebuild}]}'],
  ['entrypoint', '[a]', '[c]', '[]'],
  ['env_file', '[a.env]', '[b.env]', '[]'],
  ['environment', '{A: "1", B: "2"}', '{C: "3"}', '{}'],
  ['expose', '["80"]', '["81"]', '[]'],
  ['extra_hosts', '["a:1.1.1.1"]', '["b:1.1.1.1"]', '[]'],
  ['healthcheck', '{test: [CMD, a], interval: 5s}', '{test: [CMD, b]}'],
  ['labels', '{l: m}', '{n: o}', '{}'],
  ['links', '[other]', '[third]', '[]'],
  ['networks', '[front]', '{back: {aliases: [x]}}', '{}'],
  ['ports', '["80:80", "81:81"]', '["82:82"]', '[]'],
  ['privileged', 'false', 'true'],
  ['profiles', '[never]', '[none]', '[]'],
  ['read_only', 'false', 'true'],
  ['secrets', '[one]', '[two]', '[]'],
  ['tmpfs', '[/t]', '[/u]', '[]'],
  ['user', '"1:1"', '"2"'],
  ['volumes', '["./a:/a", "data:/d"]', '["./b:/b"]', '[]'],
  ['working_dir', '/a', '/b'],
];

const TOP = `  other: {image: x}
  third: {image: x, healthcheck: {test: [CMD, x]}}
volumes: {data: }
configs: {one: {file: ./one}, two: {file: ./two}}
secrets: {one: {file: ./one}, two: {file: ./two}}
networks: {front: , back: }
`;

/** What a later file may say of an attribute to have it taken away, or replaced. */
function forms(after: string, empty: string | undefined): string[] {
  const resets = ['', 'null', '[]', '{}', '""', after].map((value) => `!reset ${value}`);
  return [...resets, `!override ${after}`, ...(empty === undefined ? [] : [`!override ${empty}`])];
}

async function readBothWays(name: string, files: Readonly<Record<string, string>>) {
  const root = join(directory, name);
  mkdirSync(root, { recursive: true });
  const all = { ...files, one: '', two: '', 'a.env': 'X=a\n', 'b.env': 'X=b\n' };
  for (const [path, text] of Object.entries(all)) writeFileSync(join(root, path), text);
  const options: ComposeOptions = {
    mode: 'dev',
    root,
    env: { PATH: process.env.PATH, HOME: '/home/dev' },
    readFile: (path) => readFileSync(path, 'utf8'),
  };
  const paths = Object.keys(files).map((path) => join(root, path));
  const own = parseCompose(
    paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })),
    { ...options, envFiles: [] },
  );
  const config = await composeConfig({ files: paths, ...options });
  if ('problem' in config) throw new Error(config.problem);
  return { own, theirs: parseConfig(config, own, options) };
}

describe.skipIf(!compose)('what a later file takes away or replaces is the same to both', () => {
  it.each(
    ATTRIBUTES.map(([attribute, before, after, empty]) => ({ attribute, before, after, empty })),
  )('$attribute', async ({ attribute, before, after, empty }) => {
    const all = forms(after, empty);
    const services = (value: (form: string) => string) =>
      all
        .map((form, n) => `  a${n}: {image: x, ${attribute}: ${value(form)}}\n`.replaceAll('N', `${n}`))
        .join('');
    const { own, theirs } = await readBothWays(attribute, {
      'compose.yml': `name: acme\nservices:\n${services(() => before)}${TOP}`,
      'over.yml': `services:\n${services((form) => form)}`,
    });
    expect(own.system).toEqual(theirs.system);
    expect(own.problems).toEqual([]);
    expect(own.system.services.length).toBeGreaterThan(all.length - 1);
  });

  it.each([
    [
      'inside of an attribute',
      'a: {image: x, build: {context: ., args: {A: "1", B: "2"}, target: t}, healthcheck: {test: [CMD, a], interval: 5s}, environment: {A: "1", B: "2"}}',
      'a: {build: {args: {A: !reset null}, target: !reset }, healthcheck: {test: !override [CMD, b]}, environment: {B: !reset "x"}}',
    ],
    [
      'a whole service',
      'a: {image: x}\n  b: {image: y, ports: ["80:80"]}',
      'a: !reset null\n  b: !override {image: z}',
    ],
    [
      'an anchor',
      'a: {image: x, ports: ["80:80"], volumes: ["./a:/a"]}\n  b: {image: x, ports: ["80:80"]}',
      'a: {ports: &none !reset [], volumes: *none}\n  b: {ports: *none}',
    ],
  ])('%s', async (title, before, after) => {
    const { own, theirs } = await readBothWays(title.replaceAll(' ', '-'), {
      'compose.yml': `name: acme\nservices:\n  ${before}\n${TOP}`,
      'over.yml': `services:\n  ${after}\n`,
    });
    expect(own.system).toEqual(theirs.system);
    expect(own.problems).toEqual([]);
  });

  it.each(['volumes', 'networks', 'configs', 'secrets'])('%s of the top level', async (section) => {
    const { own, theirs } = await readBothWays(`top-${section}`, {
      'compose.yml': `name: acme\nservices:\n${TOP}`,
      'over.yml': `${section}: {one: !reset null, data: !reset {}, front: !override {name: other}}\n`.replace(
        /front.*\}\}/,
        section === 'networks' ? 'front: !override {name: other}}' : '}',
      ),
    });
    expect(own.system).toEqual(theirs.system);
    expect(own.problems).toEqual([]);
  });
});
