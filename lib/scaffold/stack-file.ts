import { posix } from 'node:path';

/** A service's statement, on one line or several: `const x = this.kept(new X(this, 'x', { … }));`. */
const STATEMENT =
  /^([ \t]+)(?:const \w+ = )?(?:this\.kept\(\s*)?new \w+(?:<[^>\n]*>)?\(\s*this,(?:[^\n]*\);|[\s\S]*?\n\1\}?\)+;)$/gm;

/** A whole import, on one line or several. */
const IMPORT = /^import\b[^;]*;$/gm;

/** What a stack's file gets for a new service. */
export interface StackEntry {
  readonly name: string;
  readonly className: string;
  /** As the file imports it: `../constructs/billing.js`. */
  readonly specifier: string;
  /** The third argument of its statement. */
  readonly props: string;
}

/** @returns the file with its new service made last, or nothing where it makes none that could be followed */
export function withService(text: string, entry: StackEntry): string | undefined {
  const last = [...text.matchAll(STATEMENT)].at(-1);
  if (!last) return;
  const end = last.index + last[0].length;
  const statement = `${last[1]}${statementOf(entry)}`;
  return withImport(`${text.slice(0, end)}\n${statement}${text.slice(end)}`, entry);
}

export function statementOf({ className, name, props }: StackEntry): string {
  return `new ${className}(this, '${name}', ${props});`;
}

/** Sorted among those of its folder, else after the last one. */
function withImport(text: string, { className, specifier }: StackEntry): string {
  const line = `import { ${className} } from '${specifier}';`;
  const imports = [...text.matchAll(IMPORT)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    from: /from '([^']*)';$/.exec(match[0])?.[1] ?? '',
  }));
  const folder = imports.filter(({ from }) => posix.dirname(from) === posix.dirname(specifier));
  const next = folder.find(({ from }) => from > specifier);
  if (next) return `${text.slice(0, next.start)}${line}\n${text.slice(next.start)}`;
  const end = (folder.at(-1) ?? imports.at(-1))?.end;
  return end === undefined ? `${line}\n${text}` : `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}
