import type { Lookup } from './variables.js';

/** One step of a shell script, in order. */
export type Step =
  | {
      readonly kind: 'command';
      /** Without quotes. What cannot be known is a NUL character. */
      readonly words: readonly string[];
      /** Files that its output goes to. */
      readonly outputs: readonly string[];
    }
  /** A subshell begins or ends: the working directory is its own. */
  | { readonly kind: 'enter' }
  | { readonly kind: 'leave' };

/** Stands in a word for what only a running shell knows. */
export const UNKNOWN = '\0';

const DEEPEST = 20;

/**
 * The commands of a POSIX shell script, those of substitutions too, whatever is tested or repeated.
 * @param lookup values of variables
 * @returns undefined for a script that is nested too deep
 */
export function readScript(script: string, lookup: Lookup, depth = 0): Step[] | undefined {
  if (depth > DEEPEST) return undefined;
  const steps: Step[] = [];
  let failed = false;
  let at = 0;
  let words: string[] = [];
  let outputs: string[] = [];
  let word: string | undefined;
  /** What the next word is, after `>` or `<`. */
  let next: 'word' | 'output' | 'input' | 'heredoc' = 'word';
  const heredocs: string[] = [];
  while (at < script.length && !failed) read();
  endCommand();
  return failed ? undefined : steps;

  function read(): void {
    const character = script[at++] ?? '';
    if (character === '\\') {
      if (script[at] !== '\n') append(script[at] ?? '');
      at++;
    } else if (character === "'") append(upTo("'"));
    else if (character === '"') doubleQuoted();
    else if (character === '$') append(dollar());
    else if (character === '`') substitute(upTo('`'));
    else if (/\s/.test(character)) {
      endWord();
      if (character === '\n') endLine();
    } else if (character === '#' && word === undefined) upToLineEnd();
    else if (character === '<' || character === '>') redirect(character);
    else if (character === '&' && script[at] === '>') endWord();
    else if (/[;&|()]/.test(character)) {
      endCommand();
      if (character === '(') steps.push({ kind: 'enter' });
      if (character === ')') steps.push({ kind: 'leave' });
    } else append(character);
  }

  function append(text: string): void {
    word = (word ?? '') + text;
  }

  function upTo(end: string): string {
    const start = at;
    const found = script.indexOf(end, at);
    at = found < 0 ? script.length : found + end.length;
    return script.slice(start, found < 0 ? script.length : found);
  }

  function upToLineEnd(): void {
    const found = script.indexOf('\n', at);
    at = found < 0 ? script.length : found;
  }

  function doubleQuoted(): void {
    append('');
    for (;;) {
      const character = script[at++];
      if (character === undefined || character === '"') return;
      if (character === '$') append(dollar());
      else if (character === '`') substitute(upTo('`'));
      else if (character === '\\' && /["$`\\]/.test(script[at] ?? '')) append(script[at++] ?? '');
      else append(character);
    }
  }

  /** Behind a `$`. */
  function dollar(): string {
    if (script.startsWith('((', at)) {
      upTo('))');
      return UNKNOWN;
    }
    if (script[at] === '(') {
      at++;
      substitute(upToClosing());
      return '';
    }
    const braced = script[at] === '{';
    const inner = braced ? upTo('}').slice(1) : (/^\w+/.exec(script.slice(at, at + 200))?.[0] ?? '');
    if (!braced) at += inner.length;
    if (inner === '' && !braced && !/[@*#?!$-]/.test(script[at] ?? ' ')) return '$';
    // without a value of its own it is the user's home, which has two usual places
    return (/^\w+$/.test(inner) && lookup(inner)) || (inner === 'HOME' ? '~' : UNKNOWN);
  }

  function upToClosing(): string {
    const start = at;
    let open = 1;
    while (at < script.length && open > 0) {
      const character = script[at++];
      if (character === '\\') at++;
      else if (character === "'") upTo("'");
      else if (character === '(') open++;
      else if (character === ')') open--;
    }
    return script.slice(start, at - 1);
  }

  function substitute(inner: string): void {
    const own = readScript(inner, lookup, depth + 1);
    steps.push({ kind: 'enter' });
    for (const step of own ?? []) steps.push(step);
    steps.push({ kind: 'leave' });
    failed ||= own === undefined;
    append(UNKNOWN);
  }

  function redirect(character: string): void {
    // the number before it is a file descriptor
    if (word !== undefined && /^\d$/.test(word)) word = undefined;
    endWord();
    const operator = /^[<>|&-]*/.exec(script.slice(at, at + 3))?.[0] ?? '';
    at += operator.length;
    next = character === '>' ? 'output' : operator === '<' || operator === '<-' ? 'heredoc' : 'input';
    if (operator.includes('&')) next = operator === '&-' ? 'word' : 'input';
  }

  function endWord(): void {
    if (word === undefined) return;
    if (next === 'word') words.push(word);
    if (next === 'output') outputs.push(word);
    if (next === 'heredoc') heredocs.push(word);
    next = 'word';
    word = undefined;
  }

  function endCommand(): void {
    endWord();
    if (words.length + outputs.length > 0) steps.push({ kind: 'command', words, outputs });
    words = [];
    outputs = [];
  }

  function endLine(): void {
    endCommand();
    for (const name of heredocs.splice(0))
      while (at < script.length) {
        const start = at;
        upToLineEnd();
        if (script.slice(start, at++).replace(/^\t+/, '') === name) break;
      }
  }
}
