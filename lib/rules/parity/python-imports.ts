import type { SyntaxNode } from '@lezer/common';
import { perText } from '../../model/per-text.js';
import { isAlwaysRun, pythonTree, treeOfStart } from '../python.js';

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
  /** Whether it is run whenever the module is loaded, in no branch and no function. */
  readonly always: boolean;
}

/** The imports of a Python file, inside functions and blocks too. What comes after the last of them is not read: most of a file. */
export const pythonImports: (text: string) => readonly PythonImport[] = perText((text) => {
  const last = lastOf(IMPORT, text);
  if (last === undefined) return [];
  const found: PythonImport[] = [];
  let line = 1;
  let counted = 0;
  (treeOfStart(text, last) ?? pythonTree(text)).iterate({
    enter(node) {
      if (node.name !== 'ImportStatement') return;
      for (; counted < node.from; counted++) if (text[counted] === '\n') line++;
      const always = isAlwaysRun(node.node, text);
      found.push(...importsOf(wordsOf(node.node, text)).map((each) => ({ ...each, line, always })));
    },
  });
  return found;
});

const IMPORT = /\bimport\b/g;

/** Where the last match ends. */
function lastOf(pattern: RegExp, text: string): number | undefined {
  let end: number | undefined;
  for (const { 0: match, index } of text.matchAll(pattern)) end = index + match.length;
  return end;
}

/** The words of a statement, without comments; the name behind `as` is the file's own matter. */
function wordsOf(statement: SyntaxNode, text: string): string[] {
  const words: string[] = [];
  for (let node = statement.firstChild; node; node = node.nextSibling) {
    const word = text.slice(node.from, node.to);
    if (node.name === 'as') node = node.nextSibling ?? node;
    else if (node.name !== 'Comment' && word !== '(' && word !== ')') words.push(word);
  }
  return words;
}

function importsOf(words: readonly string[]): Omit<PythonImport, 'line' | 'always'>[] {
  const at = words.indexOf('import');
  const lists = names(words.slice(at + 1));
  if (words[0] !== 'from') return lists.map((module) => ({ level: 0, module, names: [] }));
  const from = words.slice(1, at).join('');
  const module = from.replace(/^\.+/, '');
  return [{ level: from.length - module.length, module, names: lists }];
}

/** `a . b , d` → `a.b`, `d`. */
function names(words: readonly string[]): string[] {
  return words
    .join('')
    .split(',')
    .filter((name) => /^[\p{L}\p{N}_.]+$/u.test(name));
}
