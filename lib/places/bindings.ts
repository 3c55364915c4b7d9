import type { BindingPattern, Expression, VariableDeclarator } from 'oxc-parser';
import { childrenOf, type SyntaxNode } from './syntax.js';

/** What gives names a value: a declaration, or a parameter of the function that a call is in. */
export interface Binding {
  readonly pattern: BindingPattern;
  /** What is written beside it. @default - a parameter has none */
  readonly value?: Expression;
  /** Which argument of the function's own call it gets. @default - none: it is declared */
  readonly argument?: number;
}

/** Everything that names may stand for in a place, the nearest first. */
export function bindingsOf(around: readonly SyntaxNode[]): Binding[] {
  const functions = around.filter(isFunction).reverse();
  const program = around.filter(({ type }) => type === 'Program');
  return [
    ...functions.flatMap((each, i) => [...declaredIn(each), ...parametersOf(each, i === 0)]),
    ...program.flatMap(declaredIn),
  ];
}

/** Of the innermost function alone is it known who calls it. */
function parametersOf(node: SyntaxNode, isCalled: boolean): Binding[] {
  const { params = [] } = node as unknown as { params?: readonly SyntaxNode[] };
  return params.flatMap((param, argument) => {
    // constructor(private readonly props: …)
    const { parameter = param } = param as unknown as { parameter?: SyntaxNode };
    return [{ pattern: parameter as unknown as BindingPattern, ...(isCalled ? { argument } : {}) }];
  });
}

/** The declarations of a function or a file, without those of functions in it. */
function declaredIn(node: SyntaxNode): Binding[] {
  return childrenOf(node).flatMap((child): Binding[] => {
    if (isFunction(child)) return [];
    if (child.type !== 'VariableDeclarator') return declaredIn(child);
    const { id, init } = child as unknown as VariableDeclarator;
    return [{ pattern: id, ...(init ? { value: init } : {}) }];
  });
}

function isFunction({ type }: SyntaxNode): boolean {
  return (
    type === 'FunctionExpression' || type === 'FunctionDeclaration' || type === 'ArrowFunctionExpression'
  );
}
