import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { topNames } from '../../lib/rules/build/top-names.js';
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

/** The names that a module has when it is loaded, by Python's own reading of it. */
const NAMES = `
import ast, json, sys
def bound(node, found):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(child.name)
            continue
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            found.add(child.id)
        if isinstance(child, ast.alias) and child.name != '*':
            found.add((child.asname or child.name).split('.')[0])
        bound(child, found)
def names(path):
    try:
        tree = ast.parse(open(path, 'rb').read())
    except (SyntaxError, ValueError):
        return None
    found = set()
    bound(tree, found)
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            found.update(node.names)
    return sorted(found)
print(json.dumps([names(path) for path in sys.stdin.read().splitlines()]))
`;

/** What Python says of each file; null for what is not Python to it. */
function asked(script: string, files: readonly string[]): readonly (readonly string[] | null)[] {
  const options = { input: files.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync('python3', ['-c', script], options));
}

const text = ({ line, level, module, names }: PythonImport) =>
  `${line} ${'.'.repeat(level)}${module} ${names.join(',')}`;

const packages = fetchPackages();

describe('the imports of real Python files', () => {
  it('are those that Python itself finds', (context) => {
    if (packages === undefined) return context.skip('no registry answers, and nothing is cached');
    const files = filesEnding(packages, '.py').filter((_, i) => i % 2 === 0);
    const theirs = asked(AST, files);
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

describe('the names of real Python modules', () => {
  it('are all seen, where a module hides none', (context) => {
    if (packages === undefined) return context.skip('no registry answers, and nothing is cached');
    const files = filesEnding(packages, '.py').filter((_, i) => i % 2 === 0);
    const theirs = asked(NAMES, files);
    const read = files.map((file) => topNames(readFileSync(file, 'utf8')));
    expect(read.filter((names) => names !== undefined).length).toBeGreaterThan(1000);
    const missed = files.flatMap((file, i) => {
      const lost = (theirs[i] ?? []).filter((name) => read[i] && !read[i].has(name));
      return lost.length > 0 ? [{ file, lost }] : [];
    });
    expect(missed).toEqual([]);
  });
});
