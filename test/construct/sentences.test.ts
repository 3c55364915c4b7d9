import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { diagnostics } from '../diagnostics.js';

describe('what the editor says of', () => {
  const paths = {
    '../x': "'../x' climbs out of the service's directory",
    '/etc/passwd': "'/etc/passwd' is absolute: name it relative to the service's directory",
    '.': "'.' is the service's directory itself: name the files and directories in it that are live",
    'a/../b': "'a/../b' climbs by '..': name it straight down from the service's directory",
    './main.py': "'./main.py' is roundabout: name it without './', '//' and a '/' at its end",
  };

  it('a wrong path is a sentence for each way of being wrong', () => {
    const calls = Object.keys(paths).map((path) => `file('${path}');`);
    const said = diagnostics(`import { file } from '../lib/model/live-path.js';\n${calls.join('\n')}\n`);
    expect(said).toEqual(
      Object.entries(paths).map(
        ([path, sentence]) =>
          `Argument of type '"${path}"' is not assignable to parameter of type '"${sentence}"'.`,
      ),
    );
  });

  it('a rule that there is not is that no such exception exists', () => {
    const said = diagnostics(
      [
        "import type { DeclaredExceptions } from '../lib/construct/description.js';",
        "export const right: DeclaredExceptions = { 'not-root': 'needs root' };",
        "export const wrong: DeclaredExceptions = { 'not-rot': 'needs root' };",
      ].join('\n'),
    );
    expect(said).toEqual([
      expect.stringContaining("''not-rot'' does not exist in type 'DeclaredExceptions'"),
    ]);
  });
});

const FILES = [
  'lib/construct/description.ts',
  'lib/construct/docker-service.ts',
  'lib/model/live-path.ts',
  ...readdirSync('constructs').map((name) => join('constructs', name)),
];

describe('the hover text of', () => {
  const properties = FILES.flatMap((path) => {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    return file.statements.filter(ts.isInterfaceDeclaration).flatMap(({ name, members }) =>
      members.map((member) => ({
        name: `${name.text}.${member.name?.getText()}`,
        isOptional: member.questionToken !== undefined,
        text: ts
          .getJSDocCommentsAndTags(member)
          .map((each) => each.getText())
          .join('\n'),
      })),
    );
  });

  it('a prop is there for every one, and says what follows from leaving it out', () => {
    expect(properties.length).toBeGreaterThan(40);
    expect(properties.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
    const silent = properties.filter(({ isOptional, text }) => isOptional && !text.includes('@default'));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
