import type { ReachedFile } from '../reached-code.js';

/** A variable that code reads, and the line, from 1. */
export interface ReadVariable {
  readonly name: string;
  readonly line: number;
  /** What it is where nobody sets it; undefined where the code then comes to its end. */
  readonly fallback?: string;
}

/** The variables that code plainly requires, or gives a text of its own. */
export function variablesIn({ text, language }: ReachedFile): ReadVariable[] {
  return language === 'python'
    ? [...requiredByPython(text), ...fallbacks(text, PYTHON_FALLBACK)]
    : [...requiredByJavaScript(text), ...fallbacks(text, JAVASCRIPT_FALLBACK)];
}

/** The variables that code sets for itself. */
export function setIn({ text }: Pick<ReachedFile, 'text'>): string[] {
  return [...text.matchAll(SET)].map(([, python, called, dotted]) => python ?? called ?? dotted ?? '');
}

const SET =
  /environ\[\s*["'](\w+)["']\s*\]\s*=(?!=)|environ\.setdefault\(\s*["'](\w+)["']|process\.env\.(\w+)\s*(?:\?\?|\|\|)?=(?!=)/g;
const PYTHON_FALLBACK = /(?:\bgetenv|environ\.get)\(\s*["'](\w+)["']\s*,\s*f?["']([^"'\n]*)["']\s*\)/g;
const JAVASCRIPT_FALLBACK = /process\.env\.(\w+)\s*(?:\|\||\?\?)\s*["'`]([^"'`\n]*)["'`]/g;

function fallbacks(text: string, pattern: RegExp): ReadVariable[] {
  return [...text.matchAll(pattern)].flatMap(({ 1: name = '', 2: fallback = '', index }) =>
    isComment(text, index) ? [] : [{ name, fallback, line: lineAt(text, index) }],
  );
}

/** What is read while a module is loaded, in no branch of it: at its own level, and in the bodies of its classes. */
function requiredByPython(text: string): ReadVariable[] {
  const lines = text.split('\n');
  const found: ReadVariable[] = [];
  const blocks: { indent: number; head: string }[] = [];
  let inText = false;
  for (const [i, line] of lines.entries()) {
    const wasText = inText;
    if ((line.match(/"""|'''/g)?.length ?? 0) % 2 === 1) inText = !inText;
    if (wasText || /^\s*(#|$)/.test(line)) continue;
    const indent = line.search(/\S/);
    while (blocks.length > 0 && (blocks.at(-1)?.indent ?? 0) >= indent) blocks.pop();
    if (blocks.every(({ head }) => /^class\b/.test(head) || /^def __init__\b/.test(head)))
      found.push(...requiredOnLine(line, i, lines, blocks.at(-1)?.head ?? ''));
    if (BLOCK.test(line)) blocks.push({ indent, head: line.trim() });
  }
  return found;
}

const BLOCK = /^\s*(class|def|async|if|elif|else|try|except|finally|for|while|with|match|case)\b/;

function requiredOnLine(line: string, i: number, lines: readonly string[], block: string): ReadVariable[] {
  const at = (name: string): ReadVariable => ({ name, line: i + 1 });
  const code = line.replace(/\s#.*$/, '');
  const isBranch = /^\s*(if|elif|while|for|with|try|except)\b/.test(code) || /^def\b/.test(block);
  if (!isBranch) {
    const read = [...code.matchAll(/(?<!\w)(?:os\.)?environ\[\s*["'](\w+)["']\s*\](?!\s*=[^=])/g)];
    if (read.length > 0) return read.map(([, name = '']) => at(name));
  }
  const [, variable = '', name] =
    /^\s*([\w.]+)\s*(?::[^=]+)?=\s*(?:os\.)?(?:getenv|environ\.get)\(\s*["'](\w+)["']\s*\)\s*$/.exec(code) ??
    [];
  if (name !== undefined) return raisesWithout(variable, lines.slice(i + 1, i + 6)) ? [at(name)] : [];
  return settingOf(code, block, lines);
}

/** `if not KEY:` and `raise`, `if KEY is None:` and `sys.exit(…)`. */
function raisesWithout(variable: string, next: readonly string[]): boolean {
  const named = variable.replaceAll('.', '\\.');
  const test = new RegExp(`^\\s*if (?:not ${named}|${named} is None|${named} == (?:""|''))\\s*:(.*)$`);
  const index = next.findIndex((line) => !/^\s*(#|$)/.test(line));
  const [, rest = ''] = test.exec(next[index] ?? '') ?? [undefined, undefined];
  if (!test.test(next[index] ?? '')) return false;
  return /\b(raise\b|sys\.exit\()/.test(`${rest}\n${next[index + 1] ?? ''}`);
}

/** A field without a default in pydantic's settings, where neither a prefix nor a file gives it another source. */
function settingOf(code: string, block: string, lines: readonly string[]): ReadVariable[] {
  const [, field] = /^\s+([a-z_]\w*)\s*:\s*(?!.*(?:Optional|None|ClassVar))[\w[\], .]+$/.exec(code) ?? [];
  if (field === undefined || !/^class \w+\((?:\w+\.)?BaseSettings\)/.test(block)) return [];
  const body = lines.slice(lines.findIndex((line) => line.trim() === block));
  const isOther = body.some((line) => /env_prefix|env_file|env_nested|secrets_dir|alias/.test(line));
  const index = lines.findIndex((line) => line.startsWith(code.trimEnd()));
  return isOther ? [] : [{ name: field.toUpperCase(), line: index + 1 }];
}

/** `if (!process.env.KEY) throw …`, and the same of a constant that has it, outside of functions. */
function requiredByJavaScript(text: string): ReadVariable[] {
  const checked = [
    ...text.matchAll(/^if \(\s*!\s*process\.env\.(\w+)\s*\)\s*\{?\s*(?:throw\b|process\.exit\()/gm),
  ];
  const named = [
    ...text.matchAll(
      /^(?:export )?(?:const|let|var) (\w+)[^=\n]*= process\.env\.(\w+);?\s*\n+if \(\s*!\s*\1\s*\)\s*\{?\s*(?:throw\b|process\.exit\()/gm,
    ),
  ];
  return [
    ...checked.map(({ 1: name = '', index }) => ({ name, line: lineAt(text, index) })),
    ...named.map(({ 2: name = '', index }) => ({ name, line: lineAt(text, index) })),
  ];
}

function isComment(text: string, index: number): boolean {
  return /^\s*(#|\/\/|\*)/.test(text.slice(text.lastIndexOf('\n', index) + 1, index));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
