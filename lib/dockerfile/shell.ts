import {
  type AndOr,
  type Assignment,
  type Command,
  type Function as FunctionNode,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirection,
  type SyntaxNode,
  type WordPart,
} from 'unbash';
import { isConditional, isTest } from './conditions.js';
import type { Lookup } from './variables.js';

/** One step of a shell script, in order. */
export type Step =
  | {
      readonly kind: 'command';
      /** Without quotes. What cannot be known is a NUL character. */
      readonly words: readonly string[];
      /** Files that its output goes to. */
      readonly outputs: readonly string[];
      /** Whether it is run in any case: nothing is asked before it, and nothing that stands before it may fail and be left behind. */
      readonly always: boolean;
    }
  /** A subshell begins or ends: the working directory is its own. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'leave' }
  /** Something is there that no shell reads, or that is nested too deep: what it does is not known. */
  | { readonly kind: 'unread' };

/** Stands in a word for what only a running shell knows. */
export const UNKNOWN = '\0';

/** Substitutions within each other; a script of a few lines could double with each. */
const DEEPEST = 20;

/**
 * The commands of a shell script, those of substitutions and functions too, whatever is tested or repeated.
 * @param lookup values of variables
 */
export function readScript(script: string, lookup: Lookup): Step[] {
  const reader = new ScriptReader(lookup);
  reader.script(parse(script), 0);
  return reader.steps;
}

/** Variables that a script itself sets: their value is known to a running shell alone. */
export function ownNames(script: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: SyntaxNode, depth: number): void => {
    if (node.type === 'Assignment') names.add(node.name);
    if (node.type === 'For' || node.type === 'Select') names.add(node.name.value);
    // which of the words is the name is no matter: the others are none
    if (node.type === 'Command' && /^(read|getopts|mapfile|readarray|printf)$/.test(node.name?.value ?? ''))
      for (const word of node.args) for (const name of word.text.match(/\w+/g) ?? []) names.add(name);
    if (depth < DEEPEST * DEEPEST) forEachChild(node, (child) => visit(child, depth + 1));
  };
  visit(parse(script), 0);
  return names;
}

class ScriptReader {
  readonly steps: Step[] = [];
  private always = true;

  constructor(private readonly lookup: Lookup) {}

  script(script: ParsedScript, depth: number): void {
    if (depth > DEEPEST || (script.errors ?? []).length > 0) this.steps.push({ kind: 'unread' });
    if (depth <= DEEPEST) this.children(script, depth);
  }

  private children(node: SyntaxNode, depth: number): void {
    forEachChild(node, (child) => this.visit(child, depth));
  }

  private visit(node: SyntaxNode, depth: number): void {
    const was = this.always;
    this.always &&= !isConditional(node);
    this.parts(node, depth);
    this.always = was;
  }

  /** What is no command by itself has commands in it: lists, loops, tests, and the words between them. */
  private parts(node: SyntaxNode, depth: number): void {
    if (node.type === 'Command') this.command(node, depth);
    else if (node.type === 'Redirected') {
      this.visit(node.command, depth);
      this.output([], node.redirects, depth);
    } else if (node.type === 'AndOr') this.andOr(node, depth);
    else if (node.type === 'Subshell') this.own(() => this.children(node, depth));
    else if (node.type === 'Function') this.visit((node satisfies FunctionNode).body, depth);
    else if (node.type === 'For' || node.type === 'Select') {
      for (const word of node.wordlist ?? []) this.text(word.parts, word.value, depth);
      this.visit(node.body, depth);
    } else if (node.type === 'Word') this.text(node.parts, node.value, depth);
    else if ('script' in node) this.substitute(node.script, depth);
    else this.children(node, depth);
  }

  /** `a && b` ends where `a` fails, so `b` is what it is for; not so after a test, and after `||`. */
  private andOr({ commands, operators }: AndOr, depth: number): void {
    const was = this.always;
    commands.forEach((command, i) => {
      this.visit(command, depth);
      this.always &&= operators[i] === '&&' && !isTest(command);
    });
    this.always = was;
  }

  private command(command: Command, depth: number): void {
    const assigned = command.prefix.filter((each) => each.type === 'Assignment');
    const words = [
      ...assigned.map((each) => this.assignment(each, depth)),
      ...(command.name ? [this.text(command.name.parts, command.name.value, depth)] : []),
      ...command.args.map((each) =>
        each.type === 'Assignment' ? this.assignment(each, depth) : this.text(each.parts, each.value, depth),
      ),
    ];
    this.output(words, command.redirects, depth);
  }

  private output(words: readonly string[], redirections: readonly Redirection[], depth: number): void {
    const outputs = redirections.flatMap((each) => this.redirection(each, depth));
    if (words.length + outputs.length > 0)
      this.steps.push({ kind: 'command', words, outputs, always: this.always });
  }

  /** The file that it writes to. */
  private redirection(redirection: Redirection, depth: number): string[] {
    if (redirection.type === 'HereDoc') {
      this.text(redirection.body.parts, '', depth);
      return [];
    }
    const { target, operator } = redirection;
    const file = target && this.text(target.parts, target.value, depth);
    const isCopy = operator === '>&' && /^(\d+-?|-)$/.test(file ?? '');
    return file !== undefined && /^(>|>>|>\||>&|&>|&>>)$/.test(operator) && !isCopy ? [file] : [];
  }

  private assignment({ name, value }: Assignment, depth: number): string {
    if (value.type === 'Word') return `${name}=${this.text(value.parts, value.value, depth)}`;
    for (const word of value.elements) this.text(word.parts, word.value, depth);
    return `${name}=${UNKNOWN}`;
  }

  /** The text of a word, its substitutions done. @param whole where it has no parts */
  private text(parts: readonly WordPart[] | undefined, whole: string, depth: number): string {
    return parts ? parts.map((part) => this.part(part, depth)).join('') : whole;
  }

  private part(part: WordPart, depth: number): string {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        return part.value;
      case 'DoubleQuoted':
      case 'LocaleString':
        return this.text(part.parts, '', depth);
      case 'SimpleExpansion':
        return this.variable(part.text.slice(1));
      case 'ParameterExpansion':
        this.children(part, depth);
        return part.operation || part.prefix || part.index ? UNKNOWN : this.variable(part.parameter);
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        this.substitute(part.script, depth);
        return UNKNOWN;
      case 'ArithmeticExpansion':
        this.children(part, depth);
        return UNKNOWN;
      default:
        this.children(part, depth);
        return part.text;
    }
  }

  /** Without a value of its own HOME is the user's, which has two usual places; `$@` is told apart for who starts a script. */
  private variable(name: string): string {
    if (name === '@') return `${UNKNOWN}@`;
    return (/^\w+$/.test(name) && this.lookup(name)) || (name === 'HOME' ? '~' : UNKNOWN);
  }

  private substitute(script: ParsedScript | undefined, depth: number): void {
    if (script) this.own(() => this.script(script, depth + 1));
  }

  private own(inside: () => void): void {
    this.steps.push({ kind: 'enter' });
    inside();
    this.steps.push({ kind: 'leave' });
  }
}
