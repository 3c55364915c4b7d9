import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CallExpression, NewExpression, Program } from 'oxc-parser';
import type { CodePosition } from '../construct/made-by.js';
import type { SourcePlace } from '../model/finding.js';

/** Whatever a tree of syntax is made of. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export type AnyCall = CallExpression | NewExpression;

/** A file of TypeScript as it is written. */
export class SyntaxFile {
  private constructor(
    private readonly path: string,
    private readonly text: string,
    readonly program: Program,
  ) {}

  /** @returns undefined where nothing can be made of it: it is gone, or this machine has no parser */
  static read(path: string): SyntaxFile | undefined {
    try {
      // loaded for the first file that is asked about: most runs ask about none
      const { parseSync } = createRequire(import.meta.url)('oxc-parser') as typeof import('oxc-parser');
      const text = readFileSync(path, 'utf8');
      return new SyntaxFile(path, text, parseSync(path, text, { lang: 'ts' }).program);
    } catch {
      return undefined;
    }
  }

  placeOf({ start }: SyntaxNode): SourcePlace {
    return { file: this.path, line: this.text.slice(0, start).split('\n').length };
  }

  /** The call that a stack trace means, after everything that it stands in, the outermost first. */
  callAt({ line, column }: CodePosition): readonly [...around: SyntaxNode[], call: AnyCall] | undefined {
    const before = this.text.split('\n').slice(0, line - 1);
    const offset = before.reduce((sum, each) => sum + each.length + 1, column - 1);
    const around: SyntaxNode[] = [];
    for (let at: SyntaxNode | undefined = this.program; at; at = childAt(at, offset)) around.push(at);
    const last = around.findLastIndex((node) => isCall(node));
    return last < 0 ? undefined : [...around.slice(0, last), around[last] as AnyCall];
  }
}

function isCall(node: SyntaxNode): node is AnyCall {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

function childAt(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  return childrenOf(node).find(({ start, end }) => start <= offset && offset < end);
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The key of a property, in either way that it is written. */
export function nameOf(key: SyntaxNode): string | undefined {
  if (key.type === 'Identifier') return (key as unknown as { name: string }).name;
  return key.type === 'Literal' ? String((key as unknown as { value: unknown }).value) : undefined;
}
