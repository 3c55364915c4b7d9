/** One import of a Python file. */
export interface PythonImport {
  /** From 1. */
  readonly line: number;
  /** The dots before the name: 0 for an absolute import. */
  readonly level: number;
  /** `a.b`; empty for `from . import x`. */
  readonly module: string;
  /** What is imported from it, which may be modules too. */
  readonly names: readonly string[];
}

/** The imports of a Python file, inside functions too; what stands in a text of several lines is none. */
export function pythonImports(text: string): PythonImport[] {
  const found: PythonImport[] = [];
  const lines = text.split('\n');
  let inText = false;
  for (const [i, line] of lines.entries()) {
    const quotes = line.match(/"""|'''/g)?.length ?? 0;
    if (!inText) found.push(...importsIn(line, i, lines));
    if (quotes % 2 === 1) inText = !inText;
  }
  return found;
}

function importsIn(line: string, i: number, lines: readonly string[]): PythonImport[] {
  const [, modules] = /^\s*import\s+([\w., \t]+)/.exec(line) ?? [];
  if (modules !== undefined)
    return names(modules).map((module) => ({ line: i + 1, level: 0, module, names: [] }));
  const [, dots = '', module = '', rest = ''] =
    /^\s*from\s+(\.*)\s*([\w.]*)\s+import\s+(.*)$/.exec(line) ?? [];
  if (dots === '' && module === '') return [];
  return [
    {
      line: i + 1,
      level: dots.length,
      module,
      names: names(rest.startsWith('(') ? inBrackets(rest, i, lines) : rest),
    },
  ];
}

/** `(a,` and the lines after it, up to the bracket that closes. */
function inBrackets(rest: string, i: number, lines: readonly string[]): string {
  let inside = '';
  for (let line: string | undefined = rest.slice(1), at = i; line !== undefined; line = lines[++at]) {
    const [code = '', behind] = line.replace(/#.*/, '').split(')', 2);
    inside += `${code} `;
    if (behind !== undefined) break;
  }
  return inside;
}

/** `a.b as c, d` → `a.b`, `d`. */
function names(text: string): string[] {
  return text
    .replace(/[#\\].*$/, '')
    .split(',')
    .map((part) => part.trim().split(/\s/)[0] ?? '')
    .filter((name) => /^[\w.]+$/.test(name));
}
