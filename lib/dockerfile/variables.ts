/** A variable's value: null where it is not set, undefined where the text alone cannot tell. */
export type Lookup = (name: string) => string | null | undefined;

/** Variables made of variables can double on every line. */
const LONGEST_VALUE = 65_536;
const DEEPEST_DEFAULT = 50;

/** A word that the engine refuses, or whose value hangs on something unknown. */
class Unknown extends Error {}

/**
 * A word of a Dockerfile as the engine reads it: quotes and escapes taken away, `$NAME`, `${NAME}`, `${NAME:-default}`
 * and `${NAME:+alternative}` filled in (the forms without the colon too, which BuildKit knows).
 * @param unset what `$NAME` becomes if it is not set: nothing, as in the engine, or its own text
 * @returns undefined where a value is unknown, or the word is malformed
 */
export function expand(
  word: string,
  lookup: Lookup,
  {
    escapeToken = '\\',
    unset = 'empty',
  }: { readonly escapeToken?: string; readonly unset?: 'empty' | 'kept' } = {},
): string | undefined {
  let at = 0;
  try {
    return until('', 0);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }

  function until(end: string, depth: number): string {
    if (depth > DEEPEST_DEFAULT) throw new Unknown();
    let text = '';
    while (at < word.length && word[at] !== end) {
      text += part(depth);
      if (text.length > LONGEST_VALUE) throw new Unknown();
    }
    if (end !== '' && at >= word.length) throw new Unknown();
    at += end.length;
    return text;
  }

  function part(depth: number): string {
    const character = word[at++] ?? '';
    if (character === "'") return singleQuoted();
    if (character === '"') return doubleQuoted(depth);
    if (character === '$') return variable(depth);
    return character === escapeToken ? (word[at++] ?? '') : character;
  }

  function singleQuoted(): string {
    const end = word.indexOf("'", at);
    if (end < 0) throw new Unknown();
    const text = word.slice(at, end);
    at = end + 1;
    return text;
  }

  function doubleQuoted(depth: number): string {
    let text = '';
    while (word[at] !== '"') {
      const character = word[at++];
      if (character === undefined) throw new Unknown();
      if (character === '$') text += variable(depth);
      else if (character === escapeToken && ['"', '$', escapeToken].includes(word[at] ?? ''))
        text += word[at++];
      else text += character;
    }
    at++;
    return text;
  }

  function variable(depth: number): string {
    const start = at - 1;
    const braced = word[at] === '{';
    if (braced) at++;
    const name = /^(?:[A-Za-z_]\w*|\d+|[@*#?!$-])/.exec(word.slice(at, at + LONGEST_VALUE))?.[0] ?? '';
    at += name.length;
    if (!braced) return name === '' ? '$' : plain(name, start);
    if (name === '') throw new Unknown();
    if (word[at] === '}') {
      at++;
      return plain(name, start);
    }
    return modified(name, depth);
  }

  function plain(name: string, start: number): string {
    const value = lookup(name);
    if (value === undefined) throw new Unknown();
    return value ?? (unset === 'kept' ? word.slice(start, at) : '');
  }

  function modified(name: string, depth: number): string {
    const colon = word[at] === ':';
    if (colon) at++;
    const operator = word[at++];
    const other = until('}', depth + 1);
    const value = lookup(name);
    if (value === undefined) throw new Unknown();
    const given = colon ? value !== null && value !== '' : value !== null;
    if (operator === '-') return given ? (value ?? '') : other;
    if (operator === '+') return given ? other : '';
    // `?` ends the build where nothing is given; the others are BuildKit's patterns
    if (operator === '?' && given) return value ?? '';
    throw new Unknown();
  }
}
