import type { SyntaxNode } from 'unbash';

const CONDITIONAL: ReadonlySet<SyntaxNode['type']> = new Set([
  'If',
  'Case',
  'While',
  'For',
  'Select',
  'ArithmeticFor',
  'Function',
]);

/** Whether what is in a part of a shell script is run once, often or never. */
export function isConditional(node: SyntaxNode): boolean {
  return CONDITIONAL.has(node.type);
}

/** Whether a command only asks something, so that its failure is an answer. */
export function isTest(node: SyntaxNode): boolean {
  if (node.type === 'Command') return /^(\[|test|grep)$/.test(node.name?.value ?? '');
  return node.type === 'TestCommand' || node.type === 'Negation';
}
