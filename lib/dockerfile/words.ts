import { expand, type Lookup } from './variables.js';

/** What stands behind an instruction's keyword: flags, then words. */
export interface Arguments {
  /** `--name=value`, in order, a name more than once if it is given so. */
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** Still with quotes and variables. */
  readonly words: readonly string[];
  /** As a JSON array of strings; all other text is for whitespace, or a shell, to divide. */
  readonly json: boolean;
  /** All after the flags. */
  readonly text: string;
}

export function readArguments(text: string): Arguments {
  const flags: { name: string; value: string }[] = [];
  let rest = text;
  for (;;) {
    const [whole, name, value] = /^\s*--([\w-]+)(?:=(\S*))?(?:\s+|$)/.exec(rest) ?? [];
    if (whole === undefined || name === undefined) break;
    flags.push({ name, value: value ?? '' });
    rest = rest.slice(whole.length);
  }
  const array = readArray(rest);
  const words = array ?? rest.split(/\s+/).filter((word) => word !== '');
  return { flags, words, json: array !== undefined, text: rest };
}

/** A JSON array of strings, or undefined for other text. */
function readArray(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What ENV sets: pairs, or in the old form `NAME value`, which takes all of the line. */
export function readVariables(
  text: string,
  lookup: Lookup,
  escapeToken: string,
): ReturnType<typeof readPairs> {
  const [, name, value] = /^([^\s=]+)\s+(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) return readPairs(text, lookup, escapeToken);
  return [[name, expand(value, lookup, { escapeToken })]];
}

/** `NAME=value` pairs of ENV and ARG, the values filled in: undefined for a value that is unknown, null for none. */
export function readPairs(
  text: string,
  lookup: Lookup,
  escapeToken: string,
): (readonly [name: string, value: string | null | undefined])[] {
  return splitQuoted(text, escapeToken).map((word) => {
    const equals = word.indexOf('=');
    if (equals < 0) return [word, null] as const;
    return [word.slice(0, equals), expand(word.slice(equals + 1), lookup, { escapeToken })] as const;
  });
}

/** Words at white space outside of quotes, still with their quotes. */
function splitQuoted(text: string, escapeToken: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === '' && /\s/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += character;
    if (character === escapeToken && quote !== "'") word += text[++at] ?? '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
  }
  return word === '' ? words : [...words, word];
}
