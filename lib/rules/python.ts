import { createRequire } from 'node:module';
import type { SyntaxNode, Tree } from '@lezer/common';
import { perText } from '../model/per-text.js';

/** What Python's grammar makes of a text. Its parser is loaded when there is a file to read: most runs have none. */
export const pythonTree: (text: string) => Tree = perText(parsePython);

function parsePython(text: string): Tree {
  const { parser } = createRequire(import.meta.url)('@lezer/python') as typeof import('@lezer/python');
  return parser.parse(text);
}

/**
 * The same of a beginning of a text, where it tells the same as the whole would: it ends between two statements of the lowest
 * level, and has no mistake. An open bracket or string would be one.
 * @param least how much has to be in it
 * @returns undefined where only the whole will do
 */
export function treeOfStart(text: string, least: number): Tree | undefined {
  STATEMENT.lastIndex = least;
  const end = STATEMENT.exec(text)?.index;
  const tree = end === undefined ? undefined : parsePython(text.slice(0, end + 1));
  return tree && hasMistake(tree) ? undefined : tree;
}

/** A line's end behind which a statement begins that is part of no other one. */
const STATEMENT = /(?<!\\\r?)\n(?=[^\s#)\]}])(?!(?:except|finally|else|elif)\b)/g;

function hasMistake(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter({ type }) {
      found ||= type.isError;
      return !found;
    },
  });
  return found;
}

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
