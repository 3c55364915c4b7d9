import { relativeTo } from './paths.js';
import type { Reference, TemplatePart } from './template.js';
import type { Leaf, Tree } from './tree.js';

/** A text as a Compose file has it: its variables, and a plain dollar twice. */
export function textInFile({ text, parts }: Pick<Leaf, 'text' | 'parts'>): string {
  return (parts ?? [text]).map(partInFile).join('');
}

function partInFile(part: TemplatePart): string {
  return typeof part === 'string' ? part.replaceAll('$', '$$$$') : referenceInFile(part);
}

function referenceInFile({ variable, operator, word = [] }: Reference): string {
  return `\${${variable}${operator ?? ''}${word.map(partInFile).join('')}}`;
}

/**
 * A canonical tree as plain data that a Compose file can have.
 * @param root absolute paths of the canonical form are named relative to it, where they lie below it
 */
export function inFile(tree: Tree, root: string): unknown {
  if (tree.kind === 'list') return tree.items.map((item) => inFile(item, root));
  if (tree.kind === 'table')
    return Object.fromEntries([...tree.entries].map(([key, value]) => [key, inFile(value, root)]));
  if (typeof tree.value !== 'string' || tree.parts) return tree.parts ? textInFile(tree) : tree.value;
  const text = textInFile(tree);
  if (text !== root && !text.startsWith(`${root}/`)) return text;
  const path = relativeTo(root, text);
  return path === '.' ? '.' : `./${path}`;
}

/** Whether variables are in any text of a tree. */
export function hasVariables(tree: Tree): boolean {
  if (tree.kind === 'list') return tree.items.some(hasVariables);
  if (tree.kind === 'table')
    return tree.short?.parts !== undefined || [...tree.entries.values()].some(hasVariables);
  return tree.parts !== undefined;
}
