import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type PythonImport, pythonImports } from '../../lib/rules/parity/python-imports.js';
import { fetchPackages, filesEnding } from './packages.js';

/** Python's own reading of files, whose paths come on its input: null for what is not Python to it. */
const AST = `
import ast, json, sys
def imports(path):
    try:
        tree = ast.parse(open(path, 'rb').read())
    except (SyntaxError, ValueError):
        return None
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [[node.lineno, node.col_offset, 0, alias.name, []] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names if alias.name != '*']
            found.append([node.lineno, node.col_offset, node.level, node.module or '', names])
    return [f'{line} {"." * level}{module} {",".join(names)}' for line, _, level, module, names in sorted(found, key=lambda each: each[:2])]
print(json.dumps([imports(path) for path in sys.stdin.read().splitlines()]))
`;

const text = ({ line, level, module, names }: PythonImport) =>
  `${line} ${'.'.repeat(level)}${module} ${names.join(',')}`;

const packages = fetchPackages();

describe('the imports of real Python files', () => {
  it('are those that Python itself finds', (context) => {
    if (packages === undefined) return context.skip('no registry answers, and nothing is cached');
    const files = filesEnding(packages, '.py').filter((_, i) => i % 2 === 0);
    const said = execFileSync('python3', ['-c', AST], {
      input: files.join('\n'),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const theirs = JSON.parse(said) as readonly (readonly string[] | null)[];
    expect(theirs.filter((found) => found !== null).length).toBeGreaterThan(1000);
    const wrong = files.flatMap((file, i) => {
      const expected = theirs[i];
      if (!expected) return [];
      const own = pythonImports(readFileSync(file, 'utf8')).map(text);
      return JSON.stringify(own) === JSON.stringify(expected) ? [] : [{ file, own, expected }];
    });
    expect(wrong).toEqual([]);
  });
});
