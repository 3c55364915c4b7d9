import { createRequire } from 'node:module';
import type { SyntaxNode, Tree } from '@lezer/common';
import { perText } from '../model/per-text.js';

/** What Python's grammar makes of a text. Its parser is loaded when there is a file to read: most runs have none. */
export const pythonTree: (text: string) => Tree = perText((text) => {
  const { parser } = createRequire(import.meta.url)('@lezer/python') as typeof import('@lezer/python');
  return parser.parse(text);
});

/** The nodes directly below one. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

const BRANCH =
  /^(If|Try|For|While|With|Match)Statement$|^(Lambda|Conditional)Expression$|Comprehension(Expression)?$/;

/** Whether something is run whenever its module is loaded: at its own level, in a class, or in a constructor, and in no branch. */
export function isAlwaysRun(node: SyntaxNode, text: string): boolean {
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (BRANCH.test(parent.name)) return false;
    const isRight = parent.name === 'BinaryExpression' && child.from !== parent.from;
    if (isRight && (parent.getChild('or') || parent.getChild('and'))) return false;
    if (parent.name !== 'FunctionDefinition') continue;
    const name = parent.getChild('VariableName');
    if (!name || text.slice(name.from, name.to) !== '__init__') return false;
  }
  return true;
}
