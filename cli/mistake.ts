import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { callsIn, isTheirs } from '../lib/construct/made-by.js';
import { UserError } from '../lib/model/user-error.js';
import { WrittenCalls } from '../lib/places/written-value.js';

/** A line of a file, and what is wrong there. */
interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly fix?: string;
}

/**
 * What somebody's own TypeScript did wrong, as a line that says where; undefined for anything else: that is a bug of ours.
 * @param directory what paths are relative to
 */
export function mistakeIn(error: Error, directory: string): UserError | undefined {
  const mistake = untranslated(error) ?? notFound(error) ?? notExported(error) ?? thrown(error);
  if (!mistake || !isTheirs(mistake.file)) return undefined;
  const { file, line, text, fix = 'correct it there' } = mistake;
  return new UserError(`${place({ file, line }, directory)}: ${text}`, fix);
}

/** A user's mistake with the line of the prop or the construct that it is about, where it is about one. */
export function withLine(error: UserError, directory: string): UserError {
  const calls = callsIn(error);
  const written = new WrittenCalls(calls);
  const { prop = [] } = error;
  // a port may be a plain number
  const found = written.find(prop) ?? written.find(prop.slice(0, -1)) ?? written.own ?? calls[0];
  return found ? new UserError(`${error.message} (${place(found, directory)})`, error.fix) : error;
}

function place({ file, line }: Pick<Mistake, 'file' | 'line'>, directory: string): string {
  return `${relative(directory, file).split(sep).join('/')}:${line}`;
}

/** What reads TypeScript stumbled. */
function untranslated({ message }: Error): Mistake | undefined {
  const [, file, line, text] =
    /^Transform failed with \d+ errors?:\n(.*?):(\d+):\d+: ERROR: (.*)/.exec(message) ?? [];
  return file && text ? { file, line: Number(line), text } : undefined;
}

/** An import of a file or a package that is not there. */
function notFound({ message, code }: NodeJS.ErrnoException): Mistake | undefined {
  const [, kind, name = '', importer = ''] = /^Cannot find (module|package) '(.*?)' imported from (.*)$/.exec(
    message,
  ) ?? ['', ''];
  if (code !== 'ERR_MODULE_NOT_FOUND' || importer === '') return undefined;
  const file = importer.startsWith('file:') ? fileURLToPath(importer) : importer;
  const word = kind === 'module' ? (/([^/]+?)(\.\w+)?$/.exec(name)?.[1] ?? name) : name;
  const line = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => /\b(from|import)\b/.test(text) && text.includes(word)) + 1
    : 0;
  const where = { file, line: Math.max(1, line) };
  return kind === 'module'
    ? { ...where, text: `imports "${word}", and there is no such file` }
    : { ...where, text: `imports the package "${name}", which is not installed`, fix: `npm install ${name}` };
}

/** An import of a name that the file does not export: the runtime says so before anything runs. */
function notExported({ message, stack = '', name }: Error): Mistake | undefined {
  const [, file, line] = /^(?:file:\/\/)?(\/.*):(\d+)\n/.exec(stack) ?? [];
  return name === 'SyntaxError' && file ? { file, line: Number(line), text: message } : undefined;
}

/** Anything that was thrown where their code ran. */
function thrown(error: Error): Mistake | undefined {
  const [call] = callsIn(error);
  const [text = ''] = error.message.split('\n');
  return call && { file: call.file, line: call.line, text: `${error.name}: ${text}` };
}
