import type { ReachedFile } from '../reached-code.js';
import { type ReadVariable, variablesInPython } from './python-variables.js';

/** The variables that code plainly requires, or gives a text of its own. */
export function variablesIn({
  text,
  language,
}: Pick<ReachedFile, 'text' | 'language'>): readonly ReadVariable[] {
  return language === 'python' ? variablesInPython(text) : variablesInJavaScript(text);
}

/** The variables that code sets for itself. */
export function setIn({ text }: Pick<ReachedFile, 'text'>): string[] {
  return [...text.matchAll(SET)].map(([, python, called, dotted]) => python ?? called ?? dotted ?? '');
}

const SET =
  /environ\[\s*["'](\w+)["']\s*\]\s*=(?!=)|environ\.setdefault\(\s*["'](\w+)["']|process\.env\.(\w+)\s*(?:\?\?|\|\|)?=(?!=)/g;
const FALLBACK = /process\.env(?:\.(\w+)|\[["'](\w+)["']\])\s*(?:\|\||\?\?)\s*["'`]([^"'`\n]*)["'`]/g;
/** `const { URL = 'text' } = process.env`. */
const TAKEN = /\{([^{}]*)\}\s*=\s*process\.env\b(?!\.)/g;
const TAKEN_FALLBACK = /(\w+)\s*(?::\s*\w+\s*)?=\s*["'`]([^"'`\n]*)["'`]/g;

function variablesInJavaScript(text: string): readonly ReadVariable[] {
  const read = [
    ...[...text.matchAll(FALLBACK)].map(({ 1: dotted, 2: indexed = '', 3: fallback = '', index }) => ({
      ...{ name: dotted ?? indexed, fallback, index },
    })),
    ...[...text.matchAll(TAKEN)].flatMap(({ 1: list = '', index }) =>
      [...list.matchAll(TAKEN_FALLBACK)].map(({ 1: name = '', 2: fallback = '', index: inner }) => ({
        ...{ name, fallback, index: index + 1 + inner },
      })),
    ),
  ];
  const fallbacks = read
    .filter(({ index }) => !isComment(text, index))
    .map(({ name, fallback, index }) => ({ name, fallback, line: lineAt(text, index) }));
  return [...required(text), ...fallbacks];
}

/** `if (!process.env.KEY) throw …`, and the same of a constant that has it, outside of functions. */
function required(text: string): readonly ReadVariable[] {
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

/** Whether a place of JavaScript is behind the beginning of a comment, on its line. */
export function isComment(text: string, index: number): boolean {
  return /^\s*(\/\/|\*|\/\*)|\s\/\/\s/.test(text.slice(text.lastIndexOf('\n', index) + 1, index));
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
