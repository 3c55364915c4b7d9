import type { SyntaxNode } from '@lezer/common';
import { perText } from '../../model/per-text.js';
import { childrenOf, isAlwaysRun, pythonTree } from '../python.js';

/** A variable that code reads, and the line, from 1. */
export interface ReadVariable {
  readonly name: string;
  readonly line: number;
  /** What it is where nobody sets it; undefined where the code then comes to its end. */
  readonly fallback?: string;
}

const MENTIONS = /environ|getenv|BaseSettings|decouple|starlette\.config/;
const GETS = /^(os\.)?(getenv|environ\.get)$/;
/** Of packages whose readers end the program where a variable is missing. */
const ASKS = /^(config|env(\.\w+)?)$/;
const ASKING_PACKAGE = /^\s*(from|import) (decouple|environs|environ|starlette\.config)\b/m;

/** The variables that a Python file requires whenever it is loaded, or gives a text of its own. */
export const variablesInPython: (text: string) => readonly ReadVariable[] = perText((text) => {
  if (!MENTIONS.test(text)) return [];
  const source: Source = { text, asks: ASKING_PACKAGE.test(text) };
  const found: ReadVariable[] = [];
  pythonTree(text).iterate({
    enter({ name, node }) {
      if (name === 'MemberExpression') found.push(...indexed(node, source));
      if (name === 'CallExpression') found.push(...called(node, source));
      if (name === 'ClassDefinition') found.push(...settings(node, source));
    },
  });
  return found;
});

interface Source {
  readonly text: string;
  /** Whether `config("KEY")` and `env("KEY")` read variables in it. */
  readonly asks: boolean;
}

const at = (node: SyntaxNode, { text }: Source) => text.slice(node.from, node.to);
const lineOf = (node: SyntaxNode, { text }: Source) => text.slice(0, node.from).split('\n').length;

/** `os.environ["KEY"]` that is read. */
function indexed(node: SyntaxNode, source: Source): ReadVariable[] {
  const [, name] = /^(?:os\.)?environ\s*\[\s*["'](\w+)["']\s*\]$/.exec(at(node, source)) ?? [];
  const isWritten = node.nextSibling?.name === 'AssignOp' || node.parent?.name === 'DeleteStatement';
  if (name === undefined || isWritten || !isAlwaysRun(node, source.text)) return [];
  return [{ name, line: lineOf(node, source) }];
}

/** `os.getenv("KEY", "text")`, `os.environ.get("KEY") or "text"`, `config("KEY", default="text")`. */
function called(node: SyntaxNode, source: Source): ReadVariable[] {
  const [callee, list] = childrenOf(node);
  const function_ = callee ? at(callee, source) : '';
  const asks = source.asks && ASKS.test(function_);
  if (!list || !(asks || GETS.test(function_))) return [];
  const { positional, named } = argumentsOf(list, source);
  const name = textOf(positional[0] ?? named.get('key'), source);
  if (name === undefined || !/^\w+$/.test(name)) return [];
  const other = named.get('default') ?? (asks ? undefined : positional[1]) ?? orElse(node);
  const line = lineOf(node, source);
  if (other) {
    const fallback = textOf(other, source);
    return fallback === undefined ? [] : [{ name, line, fallback }];
  }
  const isRequired = (asks || raisesWithout(node, source)) && isAlwaysRun(node, source.text);
  return isRequired ? [{ name, line }] : [];
}

function argumentsOf(list: SyntaxNode, source: Source) {
  const positional: SyntaxNode[] = [];
  const named = new Map<string, SyntaxNode>();
  const nodes = childrenOf(list).filter(({ name }) => !/^([(),]|Comment)$/.test(name));
  for (let i = 0; i < nodes.length; i++) {
    const [node, operator, value] = nodes.slice(i, i + 3);
    if (node && operator?.name === 'AssignOp' && value) {
      named.set(at(node, source), value);
      i += 2;
    } else if (node) positional.push(node);
  }
  return { positional, named };
}

/** The text of a literal; undefined for anything else. */
function textOf(node: SyntaxNode | undefined, source: Source): string | undefined {
  if (!node || !/^(String|FormatString)$/.test(node.name)) return undefined;
  return /^[a-z]*("""|'''|"|')(.*)\1/is.exec(at(node, source))?.[2];
}

/** What stands behind `or`. */
function orElse(node: SyntaxNode): SyntaxNode | undefined {
  const isLeft = node.parent?.name === 'BinaryExpression' && node.nextSibling?.name === 'or';
  return isLeft ? (node.nextSibling?.nextSibling ?? undefined) : undefined;
}

/** `if not KEY:` and `raise`, `if KEY is None:` and `sys.exit(…)`, `assert KEY` after it. */
function raisesWithout({ parent }: SyntaxNode, source: Source): boolean {
  let next = parent?.name === 'AssignStatement' ? parent.nextSibling : null;
  while (next?.name === 'Comment') next = next.nextSibling;
  const variable = parent?.firstChild ? at(parent.firstChild, source) : '';
  if (!next) return false;
  const words = at(next, source);
  if (next.name === 'AssertStatement')
    return words.startsWith(`assert ${variable}`) && !/^\s*[=<>]/.test(words.slice(7 + variable.length));
  const tests = ['not V', 'V is None', 'V == ""', "V == ''"].map((each) => each.replace('V', variable));
  const isTested = next.name === 'IfStatement' && tests.some((test) => words.startsWith(`if ${test}:`));
  return isTested && /\b(raise\b|sys\.exit\()/.test(words);
}

/** The fields of pydantic's settings, where neither a prefix nor a file gives them another source. */
function settings(node: SyntaxNode, source: Source): ReadVariable[] {
  const [bases, body] = [node.getChild('ArgList'), node.getChild('Body')];
  if (!bases || !body || !/\bBaseSettings\b/.test(at(bases, source))) return [];
  if (/env_prefix|env_file|env_nested|secrets_dir|alias|\benv=/.test(at(body, source))) return [];
  return childrenOf(body).flatMap((field): ReadVariable[] => {
    const [variable, type, , value] = childrenOf(field);
    if (!variable || field.name !== 'AssignStatement' || type?.name !== 'TypeDef') return [];
    const name = at(variable, source).toUpperCase();
    const line = lineOf(field, source);
    if (!value) return /Optional|None|ClassVar/.test(at(type, source)) ? [] : [{ name, line }];
    const fallback = textOf(value, source) ?? defaultOf(value, source);
    return fallback === undefined ? [] : [{ name, line, fallback }];
  });
}

/** `Field("text")`, `Field(default="text")`. */
function defaultOf(value: SyntaxNode, source: Source): string | undefined {
  const list = value.name === 'CallExpression' ? value.getChild('ArgList') : null;
  if (!list) return undefined;
  const { positional, named } = argumentsOf(list, source);
  return textOf(named.get('default') ?? positional[0], source);
}
