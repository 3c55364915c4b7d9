import { UNKNOWN } from '../../dockerfile/shell.js';
import { programOf, type Started } from '../started.js';

/** What a command starts, by its name there. */
export interface NamedFile {
  readonly kind: 'file' | 'module';
  /** As it is written; a module's first name alone. */
  readonly name: string;
}

/** Programs that run the first file that they are given. */
const INTERPRETERS =
  /^(python[\d.]*|pypy3?|node|nodejs|ts-node|tsx|ruby|perl|php|lua|deno|bun|(ba|da|a|z|k)?sh)$/;
/** Options of theirs that take the next word. */
const WITH_VALUE =
  /^(-[WX]|--check-hash-based-pycs|-r|--require|--import|--loader|--env-file|--watch-path|-I|-d|-o|-C|--project)$/;
/** The program is in the words then, or in no file. */
const IN_WORDS = /^(-\w*[ce]|-p|-i|-s|--eval|--print|-S|-t|-V|-v|-h|--version|--help|--test|--check)$/;
/** They run the module before the colon: `uvicorn main:app`. */
const SERVERS = /^(uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve)$/;
/** Where they look for it. */
const ELSEWHERE = /^(--app-dir|--chdir|--pythonpath|--working-dir)\b/;

/** The file or module that a command starts; undefined where it names none, or only a running shell knows which. */
export function namedFile({ words }: Started): NamedFile | undefined {
  const named = nameIn(words);
  return named && !/[\0$~*?{]|^\s*$/.test(named.name) && !named.name.includes(UNKNOWN) ? named : undefined;
}

function nameIn(words: readonly string[]): NamedFile | undefined {
  const program = programOf(words);
  const [first = '', ...args] = words;
  if (SERVERS.test(program)) return served(args);
  if (program === 'java') {
    const jar = args[args.indexOf('-jar') + 1];
    return args.includes('-jar') && jar ? { kind: 'file', name: jar } : undefined;
  }
  if (/^(streamlit|fastapi)$/.test(program)) return scriptOf(args.slice(1).filter(isCodeFile));
  if (INTERPRETERS.test(program)) return interpreted(program, args);
  return first.includes('/') ? { kind: 'file', name: first } : undefined;
}

function served(args: readonly string[]): NamedFile | undefined {
  const named = args.find((word) => /^[A-Za-z_][\w.]*:[A-Za-z_]\w*(\(.*\))?$/.test(word));
  if (named === undefined || args.some((word) => ELSEWHERE.test(word))) return undefined;
  return { kind: 'module', name: firstName(named) };
}

function interpreted(program: string, args: readonly string[]): NamedFile | undefined {
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '-m' && program.startsWith('py')) {
      const module = args[i + 1];
      return module && /^[A-Za-z_][\w.]*$/.test(module)
        ? { kind: 'module', name: firstName(module) }
        : undefined;
    }
    if (IN_WORDS.test(word)) return undefined;
    if (WITH_VALUE.test(word)) i++;
    else if (!word.startsWith('-')) return operand(program, word, args.slice(i + 1));
  }
  return undefined;
}

/** What has a subcommand before its file: `deno run main.ts`, `bun run server.ts`. */
function operand(program: string, word: string, rest: readonly string[]): NamedFile | undefined {
  if (program === 'deno' || program === 'bun') return scriptOf([word, ...rest].filter(isCodeFile));
  // PHP's and Ruby's programs have names without an end
  const isFile = /^(py|node|ts|sh$|.*sh$)/.test(program) || /[./]/.test(word) || word === 'artisan';
  return isFile ? { kind: 'file', name: word } : undefined;
}

function scriptOf([name]: readonly string[]): NamedFile | undefined {
  return name === undefined ? undefined : { kind: 'file', name };
}

function isCodeFile(word: string): boolean {
  return /^[^-].*\.(py|[cm]?[jt]sx?)$/.test(word);
}

function firstName(module: string): string {
  return /^\w+/.exec(module)?.[0] ?? '';
}
