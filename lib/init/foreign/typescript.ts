import type { EnvironmentValue } from '../../model/environment.js';

/** Characters of a line, as the project's own formatter would have it. */
const WIDTH = 100;

/** Plain data as TypeScript. @param indent of the line that it begins on, in blanks */
export function literal(value: unknown, indent = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value))
    return collection(
      '[',
      ']',
      value.map((item) => [undefined, item]),
      indent,
    );
  if (typeof value === 'object' && value !== null) return collection('{', '}', Object.entries(value), indent);
  return String(value);
}

/** An object whose values are already TypeScript, each on a line of its own. */
export function props(entries: readonly (readonly [string, string])[], indent: number): string {
  const inside = ' '.repeat(indent + 2);
  const lines = entries.map(([name, code]) => `${inside}${name === '' ? code : `${key(name)}: ${code}`},\n`);
  return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

function collection(
  open: string,
  close: string,
  entries: readonly (readonly [string | undefined, unknown])[],
  indent: number,
): string {
  if (entries.length === 0) return open + close;
  const named = (depth: number) =>
    entries.map(([name, item]) => `${name === undefined ? '' : `${key(name)}: `}${literal(item, depth)}`);
  const blank = open === '{' ? ' ' : '';
  const line = `${open}${blank}${named(0).join(', ')}${blank}${close}`;
  if (!line.includes('\n') && indent + line.length < WIDTH - 20) return line;
  const inside = ' '.repeat(indent + 2);
  const lines = named(indent + 2).map((item) => `${inside}${item},\n`);
  return `${open}\n${lines.join('')}${' '.repeat(indent)}${close}`;
}

/** A variable's value: text, or a template with the variables in their places. */
export function environmentLiteral(value: string | EnvironmentValue): string {
  if (typeof value === 'string') return quoted(value);
  const parts = value.map((part) =>
    typeof part === 'string'
      ? part.replace(/[\\`]|\$(?=\{)/g, (sign) => `\\${sign}`)
      : `\${${literal(part)}}`,
  );
  return `text\`${parts.join('')}\``;
}

export function quoted(text: string): string {
  if (!text.includes("'") || text.includes('"'))
    return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  return JSON.stringify(text);
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && name !== '__proto__'
    ? name
    : name === '__proto__'
      ? "['__proto__']"
      : quoted(name);
}

/** `db-admin` → `DbAdmin`; a word that can be a class's name. */
export function className(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Z]/.test(joined) ? joined : `Service${joined}`;
}
