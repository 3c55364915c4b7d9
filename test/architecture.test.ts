import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const FOUNDATION = ['lib/model'];
const DESCRIPTION = [...FOUNDATION, 'lib/dockerfile', 'lib/construct'];
const RENDERERS = ['lib/compose/write', 'lib/compose/read', 'lib/swarm/write', 'lib/terraform', 'lib/rules'];
const SYNTHESIS = [...DESCRIPTION, ...RENDERERS, 'lib/disk', 'lib/engine', 'lib/places', 'lib/synth'];

/** Folder → folders that it may import from, beside itself. `.` is main.ts. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  '.': ['lib', 'stacks'],
  // the public API
  lib: ['cli', 'lib/construct', 'lib/model'],
  cli: [
    ...SYNTHESIS,
    'lib/agents',
    'lib/backup',
    'lib/deploy',
    'lib/guard',
    'lib/diff',
    'lib/doctor',
    'lib/init',
    'lib/operate',
    'lib/picture',
    'lib/report',
    'lib/scaffold',
    'lib/secrets',
    'lib/setup',
    'lib/types',
    'lib/ui',
    'lib/validate',
    'lib/verify',
    'lib/watch',
  ],
  stacks: ['constructs', 'lib'],
  constructs: ['lib'],
  // a feature each
  'lib/agents': ['lib/compose/read', 'lib/disk', 'lib/rules', ...FOUNDATION],
  'lib/deploy': [...SYNTHESIS, 'lib/secrets', 'lib/setup'],
  'lib/operate': [...SYNTHESIS, 'lib/deploy'],
  'lib/backup': [...SYNTHESIS, 'lib/deploy', 'lib/operate'],
  'lib/guard': ['lib/engine', 'lib/model'],
  'lib/diff': [...SYNTHESIS, 'lib/picture'],
  'lib/doctor': [...SYNTHESIS, 'lib/setup', 'lib/watch'],
  'lib/init': SYNTHESIS,
  'lib/scaffold': DESCRIPTION,
  'lib/secrets': ['lib/disk', 'lib/engine', 'lib/synth', ...FOUNDATION],
  'lib/setup': SYNTHESIS,
  'lib/types': ['lib/construct', 'lib/disk', ...FOUNDATION],
  'lib/ui': ['lib/engine', ...FOUNDATION],
  'lib/validate': [...SYNTHESIS, 'lib/report'],
  'lib/verify': [...SYNTHESIS, 'lib/watch'],
  'lib/watch': ['lib/disk', 'lib/engine', 'lib/model'],
  // what the features stand on
  'lib/picture': ['lib/rules', ...FOUNDATION],
  'lib/report': ['lib/rules', ...FOUNDATION],
  'lib/synth': [...DESCRIPTION, ...RENDERERS, 'lib/disk', 'lib/places'],
  'lib/engine': ['lib/disk', ...FOUNDATION],
  'lib/disk': DESCRIPTION,
  'lib/places': ['lib/construct', ...FOUNDATION],
  'lib/rules': DESCRIPTION,
  'lib/compose/write': ['lib/compose/read', ...FOUNDATION],
  'lib/compose/read': FOUNDATION,
  'lib/swarm/write': ['lib/compose/write', ...FOUNDATION],
  'lib/terraform': ['lib/construct', 'lib/swarm/write', ...FOUNDATION],
  'lib/construct': FOUNDATION,
  'lib/dockerfile': FOUNDATION,
  'lib/model': [],
};

const CDKTF = ['cdktf', '@cdktf/provider-docker'];
/** The packages, of npm and of Node, that a folder without effects may use. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  stacks: [],
  constructs: [],
  'lib/construct': ['constructs', 'fastest-levenshtein'],
  'lib/terraform': [...CDKTF, 'constructs', 'node:crypto'],
  'lib/picture': ['@viz-js/viz', 'node:crypto'],
  'lib/rules': ['@lezer/common', '@lezer/python', 'fastest-levenshtein', 'node:module'],
  'lib/compose/write': ['yaml'],
  'lib/compose/read': ['yaml'],
  'lib/swarm/write': ['yaml'],
  'lib/dockerfile': ['@balena/dockerignore', 'dockerfile-ast', 'fastest-levenshtein', 'unbash'],
  'lib/model': [],
};

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** What it imports, types too: paths of the project as they are there, packages by their names. */
  readonly imports: readonly {
    readonly folder?: string;
    readonly path?: string;
    readonly package?: string;
  }[];
}

const files: readonly SourceFile[] = productPaths().map((path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return { path, folder: folderOf(path), text, imports: specifiers.map((it) => resolveImport(path, it)) };
});

/** All TypeScript that git knows or would add, but for tests, examples, measurements and what a new project begins with. */
function productPaths(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))].filter(
    (path) =>
      /^(?!test\/|examples\/|bench\/|template\/|[\w.]+\.config\.ts$).+/.test(path) &&
      existsSync(join(ROOT, path)),
  );
}

/** The folder of the table that a path lies in, the longest one: `lib/rules` of `lib/rules/wiring/ports.ts`. */
function folderOf(path: string): string {
  const parts = path.split('/').slice(0, -1);
  for (let length = parts.length; length > 0; length--) {
    const folder = parts.slice(0, length).join('/');
    if (Object.hasOwn(ARROWS, folder)) return folder;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

function resolveImport(from: string, specifier: string): SourceFile['imports'][number] {
  if (!specifier.startsWith('.')) return { package: /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier };
  const path = posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
  return { path, folder: folderOf(path) };
}

/** All that a start needs, by way of others too. */
function reachedFrom(start: string, needs: (name: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [...needs(start)];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...needs(name));
  }
  return reached;
}

/** Each use of a name's property, in code alone: text in a string is not code. */
function uses(text: string, object: string, properties: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === object)
      found.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true));
  return found.filter((name) => properties.includes(name));
}

describe('the product', () => {
  it('lies in the folders that the arrows know', () => {
    expect([...new Set(files.map(({ folder }) => folder))].sort()).toEqual(Object.keys(ARROWS).sort());
  });

  it.each(Object.entries(ARROWS))('in %s imports from %j alone', (folder, allowed) => {
    const wrong = files
      .filter((file) => file.folder === folder)
      .flatMap((file) =>
        file.imports
          .filter((it) => it.folder !== undefined && it.folder !== folder && !allowed.includes(it.folder))
          .map((it) => `${file.path} imports ${it.path}`),
      );
    expect(wrong).toEqual([]);
  });

  it('imports only files that are there', () => {
    const paths = new Set(files.map(({ path }) => path));
    const lost = files.flatMap((file) =>
      file.imports.flatMap(({ path }) => (path && !paths.has(path) ? [path] : [])),
    );
    expect(lost).toEqual([]);
  });

  it.each(Object.entries(PACKAGES))('in %s uses the packages %j alone', (folder, allowed) => {
    const used = files
      .filter((file) => file.folder === folder)
      .flatMap(({ imports }) => imports.flatMap((it) => it.package ?? []));
    expect([...new Set(used)].filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('knows cdktf in lib/terraform/ alone, so that it can be left', () => {
    const users = files.filter(({ imports }) => imports.some((it) => CDKTF.includes(it.package ?? '')));
    expect([...new Set(users.map(({ folder }) => folder))].sort()).toEqual(['lib/terraform']);
  });

  it('loads cdktf for a synthesis alone: no command that looks, starts or checks does', () => {
    const users = files.filter(({ folder, imports }) =>
      folder === 'lib/terraform' ? false : imports.some((it) => it.folder === 'lib/terraform'),
    );
    expect(users.map(({ path }) => path)).toEqual(['cli/synth.ts']);
  });

  it('has no folder that needs itself by way of others', () => {
    const needs = (folder: string) =>
      files
        .filter((file) => file.folder === folder)
        .flatMap(({ imports }) => imports.flatMap((it) => it.folder ?? []))
        .filter((other) => other !== folder);
    for (const folder of Object.keys(ARROWS)) expect(reachedFrom(folder, needs)).not.toContain(folder);
  });

  it('has no file that needs itself by way of others, by types either', () => {
    const imports = new Map(files.map((file) => [file.path, file.imports.flatMap(({ path }) => path ?? [])]));
    const circles = files.filter(({ path }) =>
      reachedFrom(path, (each) => imports.get(each) ?? []).has(path),
    );
    expect(circles.map(({ path }) => path)).toEqual([]);
  });

  it('means one thing by the name of a type, wherever it stands', () => {
    const names = files.flatMap(({ path, text }) =>
      [...text.matchAll(/^export (?:abstract )?(?:interface|type|class) ([A-Z]\w+)/gm)].map(
        ([, name]) => [name, path] as const,
      ),
    );
    const twice = names.filter(([name, path]) => names.some(([other, at]) => other === name && at !== path));
    expect(names.length).toBeGreaterThan(100);
    expect(twice).toEqual([]);
  });

  it('has files that can be read at once: 200 lines at most', () => {
    const long = files.filter(({ text }) => text.trimEnd().split('\n').length > 200).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('ends the process in cli/ and the features alone', () => {
    const ending = files.filter(
      ({ text }) => uses(text, 'process', ['exit', 'exitCode', 'abort']).length > 0,
    );
    expect(ending.length).toBeGreaterThan(0);
    expect(ending.filter(({ folder }) => folder !== 'cli').map(({ path }) => path)).toEqual([]);
  });

  it('reads the environment in the folders with effects alone: what is built depends on nothing else', () => {
    const reading = files.filter(({ text }) => uses(text, 'process', ['env']).length > 0);
    expect(reading.filter(({ folder }) => folder in PACKAGES).map(({ path }) => path)).toEqual([]);
  });
});
