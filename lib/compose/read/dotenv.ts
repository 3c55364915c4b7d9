import { parseTemplate, resolveParts, type Variables } from './template.js';

/** One line of an env file. */
export interface EnvLine {
  readonly name: string;
  /** @default - the shell's own, where it has one */
  readonly value?: string;
  /** From 1. */
  readonly line: number;
}

/**
 * An env file as Compose reads it: `NAME=value`, `NAME: value`, `export NAME=value`; values bare up to ` #`, in double quotes with
 * escapes, in single quotes as they are, quoted ones over several lines. Bare and double-quoted values have variables,
 * of the shell and of the lines before.
 * @param raw `format: raw`: all after `=` is the value
 */
export function parseEnvFile(text: string, variables: Variables, raw = false): EnvLine[] {
  const known = new Map<string, string>();
  const result: EnvLine[] = [];
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const pattern = raw ? RAW : LINE;
  pattern.lastIndex = 0;
  let line = 1;
  let counted = 0;
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    if (match[0] === '') {
      if (++pattern.lastIndex > source.length) break;
      continue;
    }
    const { name, equals, single, double, bare } = match.groups ?? {};
    if (name === undefined) continue;
    const start = match.index + match[0].search(/\S/);
    for (; counted < start; counted++) if (source[counted] === '\n') line++;
    const value =
      equals === undefined
        ? undefined
        : raw
          ? (bare ?? '')
          : (single ??
            expanded(double === undefined ? (bare ?? '').trim() : unescaped(double), {
              has: known,
              or: variables,
            }));
    if (value !== undefined && !variables.has(name)) known.set(name, value);
    result.push({ name, line, ...(value === undefined ? {} : { value }) });
  }
  return result;
}

const NAME = String.raw`^[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z0-9_][\w.\-[\]]*)`;
const LINE = new RegExp(
  String.raw`${NAME}[ \t]*(?:(?<equals>[=:])[ \t]*(?:'(?<single>(?:[^'\\]|\\[^])*)'|"(?<double>(?:[^"\\]|\\[^])*)"|(?<bare>(?!['"])[^\n]*?(?=[ \t]#|$)))?)?[^\n]*$`,
  'gm',
);
const RAW = new RegExp(String.raw`${NAME}(?:(?<equals>=)(?<bare>[^\n]*))?$`, 'gm');

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  f: '\f',
  b: '\b',
  v: '\v',
  a: '\x07',
};

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (all, character: string) =>
    character === '$' ? '$$' : (ESCAPES[character] ?? (/["\\]/.test(character) ? character : all)),
  );
}

/** A value with its variables; one whose dollars begin none stays as it is. */
function expanded(text: string, { has, or }: { readonly has: Variables; readonly or: Variables }): string {
  if (!text.includes('$')) return text;
  const parts = parseTemplate(text, has.size === 0 ? or : new Map([...has, ...or]));
  return parts ? resolveParts(parts, () => undefined) : text;
}
