import { programOf } from '../started.js';

/** A Python module that a command starts. */
export interface NamedModule {
  readonly kind: 'module';
  /** `api.main`. */
  readonly name: string;
  /** Whether it is run itself: of a package, its `__main__`. */
  readonly isRun?: true;
  /** What is taken from it: `app`. */
  readonly attribute?: string;
  /** The directory that it is looked for in, as it is written. @default - where it is started */
  readonly directory?: string;
}

const MODULE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
/** `main:app`, `main:create_app()`, `main:api.app`. */
const CALL = /^([A-Za-z_][\w.]*):([A-Za-z_]\w*)[\w.]*(\(.*\))?$/;
/** They serve what stands behind the colon: `uvicorn main:app`. */
const SERVERS = /^(uvicorn|gunicorn|hypercorn|daphne|granian|waitress-serve|taskiq)$/;
/** Where they are told to look for it. */
const ELSEWHERE = ['--app-dir', '--chdir', '--pythonpath', '--working-dir', '--workdir'];
/** What is run as a module of Python's is the same program. */
const AS_MODULE = /^(uvicorn|gunicorn|hypercorn|daphne|granian|celery|flask)$/;

/** The module of a command; undefined for another command. @param environment values of the service's variables */
export function namedModule(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): NamedModule | undefined {
  const program = programOf(words);
  const args = words.slice(1);
  if (SERVERS.test(program)) return served(args);
  if (program === 'celery') return taken(optionOf(args, ['-A', '--app']));
  if (program === 'flask') {
    const given = optionOf(args, ['-A', '--app']) ?? environment.FLASK_APP;
    return given?.endsWith('.py') ? undefined : taken(given);
  }
  const at = /^(python|pypy)[\d.]*$/.test(program) ? args.indexOf('-m') : -1;
  const module = at < 0 || args.slice(0, at).some((word) => !word.startsWith('-')) ? undefined : args[at + 1];
  if (module === undefined) return undefined;
  if (AS_MODULE.test(module)) return namedModule(args.slice(at + 1), environment);
  return MODULE.test(module) ? { kind: 'module', name: module, isRun: true } : undefined;
}

function served(args: readonly string[]): NamedModule | undefined {
  const found = taken(args.find((word) => CALL.test(word)));
  const directory = optionOf(args, ELSEWHERE);
  return found && (directory === undefined ? found : { ...found, directory });
}

function taken(word: string | undefined): NamedModule | undefined {
  const [, name, attribute] = CALL.exec(word ?? '') ?? [];
  if (name !== undefined && attribute !== undefined) return { kind: 'module', name, attribute };
  return word !== undefined && MODULE.test(word) ? { kind: 'module', name: word } : undefined;
}

function optionOf(args: readonly string[], options: readonly string[]): string | undefined {
  const at = args.findIndex((word) => options.some((each) => word === each || word.startsWith(`${each}=`)));
  const word = args[at];
  return word?.includes('=') ? word.slice(word.indexOf('=') + 1) : at < 0 ? undefined : args[at + 1];
}
