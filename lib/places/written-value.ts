import type { ArrayExpression, Expression, ObjectExpression } from 'oxc-parser';
import type { CodePosition } from '../construct/made-by.js';
import type { SourcePlace } from '../model/finding.js';
import { bindingsOf } from './bindings.js';
import { bound } from './bound.js';
import { type AnyCall, nameOf, SyntaxFile, type SyntaxNode } from './syntax.js';

/** A call, in the file and among the functions that it stands in. */
interface WrittenCall {
  readonly file: SyntaxFile;
  readonly node: AnyCall;
  readonly around: readonly SyntaxNode[];
}

/** An expression that is read where a call stands; the calls are counted from the innermost. */
interface Written {
  readonly expression: Expression;
  readonly call: number;
}

/** No code that people write passes a value on more often; a name may lead to itself. */
const DEEPEST = 50;

/** The calls that made a construct, to find where each value that they gave it is written. */
export class WrittenCalls {
  private readonly calls: readonly WrittenCall[];

  /** @param positions the innermost first; what cannot be read, and all around it, is left out */
  constructor(positions: readonly CodePosition[]) {
    const files = new Map<string, SyntaxFile | undefined>();
    const calls: WrittenCall[] = [];
    for (const position of positions) {
      if (!files.has(position.file)) files.set(position.file, SyntaxFile.read(position.file));
      const file = files.get(position.file);
      const found = file?.callAt(position);
      if (!file || !found) break;
      calls.push({ file, node: found.at(-1) as AnyCall, around: found.slice(0, -1) });
    }
    this.calls = calls;
  }

  /** The construct's own description: that of its most derived class, or the call that makes it. */
  get own(): SourcePlace | undefined {
    return this.place(Math.max(0, this.made - 1));
  }

  /** The call that makes it, in its stack. */
  get creation(): SourcePlace | undefined {
    return this.place(this.made);
  }

  /** The line of a value of the props, as deep as it is written: `['port', 'host']`. */
  find(path: readonly string[]): SourcePlace | undefined {
    const props = this.calls[0]?.node.arguments.at(-1);
    if (!props || props.type === 'SpreadElement' || path.length === 0) return undefined;
    return this.follow({ expression: props, call: 0 }, path);
  }

  /** The first call that is none of a constructor to that of its superclass. */
  private get made(): number {
    const made = this.calls.findIndex(({ node }) => node.callee.type !== 'Super');
    return made < 0 ? this.calls.length - 1 : made;
  }

  private place(index: number): SourcePlace | undefined {
    const call = this.calls[index];
    return call?.file.placeOf(call.node);
  }

  private follow({ expression, call }: Written, path: readonly string[], depth = 0): SourcePlace | undefined {
    if (depth > DEEPEST) return undefined;
    const on = (next: Expression, more = path) => this.follow({ expression: next, call }, more, depth + 1);
    switch (expression.type) {
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return on(expression.expression);
      case 'Identifier':
        return this.named(expression.name, call, path, depth);
      case 'MemberExpression':
        return expression.computed || expression.property.type !== 'Identifier'
          ? undefined
          : on(expression.object, [expression.property.name, ...path]);
      case 'ObjectExpression':
        if (path.length > 0) return this.inObject(expression, call, path, on);
        break;
      case 'ArrayExpression':
        if (path.length > 0) return this.inArray(expression, call, path, on);
        break;
    }
    return path.length === 0 ? this.calls[call]?.file.placeOf(expression) : undefined;
  }

  private inObject(
    { properties }: ObjectExpression,
    call: number,
    [key, ...rest]: readonly string[],
    on: (next: Expression, path: readonly string[]) => SourcePlace | undefined,
  ): SourcePlace | undefined {
    // the last one wins
    for (const property of properties.toReversed()) {
      if (property.type === 'SpreadElement') {
        const found = on(property.argument, [key ?? '', ...rest]);
        if (found) return found;
      } else if (nameOf(property.key) === key) {
        const found = isPassedOn(property.value) || rest.length > 0 ? on(property.value, rest) : undefined;
        return found ?? (rest.length > 0 ? undefined : this.calls[call]?.file.placeOf(property));
      }
    }
    return undefined;
  }

  private inArray(
    { elements }: ArrayExpression,
    call: number,
    path: readonly string[],
    on: (next: Expression, path: readonly string[]) => SourcePlace | undefined,
  ): SourcePlace | undefined {
    for (const element of elements) {
      if (element?.type === 'SpreadElement') {
        const found = on(element.argument, path);
        if (found) return found;
      } else if (element && textOf(element) === path[0]) return this.calls[call]?.file.placeOf(element);
    }
    return undefined;
  }

  /** What a name stands for where a call is: something declared around it, or what its function was given. */
  private named(name: string, call: number, path: readonly string[], depth: number): SourcePlace | undefined {
    const { around = [] } = this.calls[call] ?? {};
    for (const { pattern, value, argument } of bindingsOf(around)) {
      const given = argument === undefined ? undefined : this.calls[call + 1]?.node.arguments[argument];
      const written: Written | undefined =
        given && given.type !== 'SpreadElement'
          ? { expression: given, call: call + 1 }
          : value && { expression: value, call };
      const read = (more: readonly string[]) => written && this.follow(written, more, depth + 1);
      const otherwise = (expression: Expression) => this.follow({ expression, call }, path, depth + 1);
      const found = bound(pattern, name, path, read, otherwise);
      if (found) return found.place;
    }
    return undefined;
  }
}

/** A text, or what a function makes of one: `'NET_RAW'`, `file('main.py')`. */
function textOf(node: SyntaxNode): string | undefined {
  if (node.type === 'Literal') return nameOf(node);
  const [first] = node.type === 'CallExpression' ? (node as AnyCall).arguments : [];
  return first && textOf(first);
}

/** Whether a value is written elsewhere: here it is only named. */
function isPassedOn({ type }: SyntaxNode): boolean {
  return type === 'Identifier' || type === 'MemberExpression';
}
