import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newProject, writeProject } from '../../lib/init/new-project.js';
import { UserError } from '../../lib/model/user-error.js';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'twomode-init-')), 'greetings');
  mkdirSync(directory);
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

const begin = (name?: string) => writeProject(directory, newProject(directory, name));
const textOf = (path: string) => readFileSync(join(directory, path), 'utf8');
const thrown = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return error;
  }
};

describe('a new project', () => {
  it('has the name of its directory, and what one service needs', () => {
    begin();
    expect(readdirSync(directory, { recursive: true }).sort()).toEqual([
      '.gitignore',
      'cdktf.json',
      'greetings',
      'hello',
      'hello/Dockerfile',
      'hello/main.py',
      'main.ts',
      'package.json',
      'tsconfig.json',
    ]);
    expect(textOf('main.ts')).toContain("name: 'greetings'");
    expect(textOf('.gitignore')).toContain('.greetings/');
    expect(textOf('hello/main.py')).toContain('from greetings');
    expect(JSON.parse(textOf('package.json'))).toEqual({ private: true, type: 'module' });
  });

  it('has an executable for every command, by another name where a directory has its own', () => {
    begin();
    expect(statSync(join(directory, 'greetings')).mode & 0o111).toBe(0o111);
    expect(textOf('greetings')).toContain('exec npx twomode "$@"');
    expect([...newProject(join(directory, 'hello'), 'hello').files.keys()]).toContain('hello.sh');
  });

  it('has the name that is said', () => {
    begin('shop');
    expect(textOf('main.ts')).toContain("name: 'shop'");
  });

  it('keeps what package.json says, and adds that files are modules', () => {
    writeFileSync(
      join(directory, 'package.json'),
      '{ "private": false, "dependencies": { "twomode": "1.0.0" } }',
    );
    begin();
    expect(JSON.parse(textOf('package.json'))).toEqual({
      private: false,
      dependencies: { twomode: '1.0.0' },
      type: 'module',
    });
  });

  it.each(['main.ts', 'hello/main.py', '.gitignore'])('overwrites no %s, and writes nothing then', (path) => {
    mkdirSync(join(directory, 'hello'));
    writeFileSync(join(directory, path), 'mine');
    expect(() => begin()).toThrow(`${path}: already there, so nothing was written`);
    expect(textOf(path)).toBe('mine');
    expect(readdirSync(directory, { recursive: true }).filter((name) => name !== 'hello')).toEqual([path]);
  });

  it.each([
    ['of CommonJS', '{ "type": "commonjs" }', 'says "type": "commonjs"'],
    ['that cannot be read', '{', 'cannot be read as JSON'],
  ])('does not begin beside a package.json %s', (_, text, problem) => {
    writeFileSync(join(directory, 'package.json'), text);
    const error = thrown(begin);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(problem);
    expect(readdirSync(directory)).toEqual(['package.json']);
  });

  it('has no name that no container could have', () => {
    expect(() => begin('My Shop')).toThrow('"My Shop" cannot be a system\'s name');
    expect(readdirSync(directory)).toEqual([]);
  });
});
