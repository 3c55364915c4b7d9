import { UNKNOWN } from '../../dockerfile/shell.js';
import { programOf, type Started } from '../started.js';
import { type NamedModule, namedModule } from './named-modules.js';

/** What a command starts, by its name there. */
export type NamedStart = { readonly kind: 'file'; readonly name: string } | NamedModule;

/** Programs that run the first file that they are given. */
const INTERPRETERS =
  /^(python[\d.]*|pypy3?|node|nodejs|ts-node|tsx|ruby|perl|php|lua|deno|bun|(ba|da|a|z|k)?sh)$/;
/** Options of theirs that take the next word. */
const WITH_VALUE =
  /^(-[WX]|--check-hash-based-pycs|-r|--require|--import|--loader|--env-file|--watch-path|-I|-d|-o|-C|--project)$/;
/** The program is in the words then, or in no file. */
const IN_WORDS = /^(-\w*[ce]|-p|-i|-s|--eval|--print|-S|-t|-V|-v|-h|--version|--help|--test|--check)$/;

/** The file or module that a command starts; undefined where it names none, or only a running shell knows which. */
export function namedFile(
  { words }: Started,
  environment: Readonly<Record<string, string>>,
): NamedStart | undefined {
  const named = namedModule(words, environment) ?? nameIn(words);
  return named && !/[\0$~*?{]|^\s*$/.test(named.name) && !named.name.includes(UNKNOWN) ? named : undefined;
}

function nameIn(words: readonly string[]): NamedStart | undefined {
  const program = programOf(words);
  const [first = '', ...args] = words;
  if (program === 'java') {
    const jar = args[args.indexOf('-jar') + 1];
    return args.includes('-jar') && jar ? { kind: 'file', name: jar } : undefined;
  }
  if (/^(streamlit|fastapi)$/.test(program)) return scriptOf(args.slice(1).filter(isCodeFile));
  if (INTERPRETERS.test(program)) return interpreted(program, args);
  return first.includes('/') ? { kind: 'file', name: first } : undefined;
}

function interpreted(program: string, args: readonly string[]): NamedStart | undefined {
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '-m' && program.startsWith('py')) return undefined;
    if (IN_WORDS.test(word)) return undefined;
    if (WITH_VALUE.test(word)) i++;
    else if (!word.startsWith('-')) return operand(program, word, args.slice(i + 1));
  }
  return undefined;
}

/** What has a subcommand before its file: `deno run main.ts`, `bun run server.ts`. */
function operand(program: string, word: string, rest: readonly string[]): NamedStart | undefined {
  if (program === 'deno' || program === 'bun') return scriptOf([word, ...rest].filter(isCodeFile));
  // PHP's and Ruby's programs have names without an end
  const isFile = /^(py|node|ts|sh$|.*sh$)/.test(program) || /[./]/.test(word) || word === 'artisan';
  return isFile ? { kind: 'file', name: word } : undefined;
}

function scriptOf([name]: readonly string[]): NamedStart | undefined {
  return name === undefined ? undefined : { kind: 'file', name };
}

function isCodeFile(word: string): boolean {
  return /^[^-].*\.(py|[cm]?[jt]sx?)$/.test(word);
}
