import { scriptCall, scriptIn } from '../dockerfile/scripts.js';
import { readScript, UNKNOWN } from '../dockerfile/shell.js';
import type { CheckedService } from '../model/checked-system.js';
import { commandOf, fileAt, pathFrom, workdirOf } from './container-files.js';
import { imageOf } from './image.js';
import type { CheckInput } from './rule.js';

/** A program that a service starts, with its arguments. What only a running shell knows is a NUL character. */
export interface Started {
  readonly words: readonly string[];
  /** Where it is started, absolute. */
  readonly workdir: string;
  /** Whether it is started whatever a script finds. */
  readonly always: boolean;
}

/** More than any chain of scripts; one that starts itself comes to its end here. */
const DEEPEST = 8;
const SHELL = /^(ba|da|a|z|k)?sh$/;
/** They start what stands behind them. */
const WRAPPERS: readonly RegExp[] = [
  /^(exec|env|nice|nohup|setsid|command|npx|bunx|tini|dumb-init|catatonit|docker-entrypoint\.sh)$/,
  /^(pipenv|poetry|uv|pdm|rye|hatch) run$/,
  /^(npm|pnpm|yarn) exec$/,
  /^bundle exec$/,
];

/** All that a service starts, in order: what its shells, shell scripts and scripts of package.json run in their place. */
export function startedBy(service: CheckedService, input: CheckInput): Started[] {
  const image = imageOf(service, input);
  const read = (path: string): string | undefined => {
    const file = fileAt(service, image, path);
    const text = file === undefined ? undefined : input.facts.read(file);
    return text && 'text' in text ? text.text : undefined;
  };
  return follow(
    {
      words: commandOf(service, input),
      workdir: workdirOf(service, image, input.conventions),
      always: true,
    },
    read,
    0,
  );
}

type Read = (path: string) => string | undefined;

/** What cannot be followed is what it is. */
function follow(started: Started, read: Read, depth: number): Started[] {
  const { workdir, always } = started;
  const words = unwrapped(started.words);
  if (words.length === 0) return [];
  const script = depth < DEEPEST ? scriptOf(words, workdir, read) : undefined;
  if (!script) return [{ words, workdir, always }];
  return commandsIn(script, workdir).flatMap((each) =>
    follow({ ...each, always: always && each.always }, read, depth + 1),
  );
}

/** Without what only starts the rest: `FOO=1 exec poetry run uvicorn …`. */
function unwrapped(words: readonly string[]): readonly string[] {
  const [first = '', second = ''] = words;
  if (/^\w+=/.test(first)) return unwrapped(words.slice(1));
  const names = [programOf(words), `${programOf(words)} ${second}`];
  const wrapper = WRAPPERS.find((each) => names.some((name) => each.test(name)));
  if (!wrapper) return words;
  const rest = words.slice(wrapper.test(names[0] ?? '') ? 1 : 2);
  const start = rest.findIndex((word) => !word.startsWith('-'));
  return start < 0 ? words : unwrapped(rest.slice(start));
}

/** The name of a program, without its directory. */
export function programOf([first = '']: readonly string[]): string {
  return first.slice(first.lastIndexOf('/') + 1);
}

interface Script {
  readonly text: string;
  /** What `"$@"` is in it. */
  readonly args: readonly string[];
  /** @default - the one of its caller */
  readonly workdir?: string;
}

/** The shell script that a command runs; undefined for another program, and for a file that cannot be read. */
function scriptOf(words: readonly string[], workdir: string, read: Read): Script | undefined {
  const isShell = SHELL.test(programOf(words));
  if (isShell) {
    const at = words.findIndex((word) => /^-\w*c$/.test(word));
    if (at > 0) return { text: words[at + 1] ?? '', args: words.slice(at + 3) };
  }
  const file = isShell ? words.findIndex((word, i) => i > 0 && !word.startsWith('-')) : 0;
  const path = words[file];
  if (path !== undefined && (isShell || path.endsWith('.sh'))) {
    const text = read(pathFrom(workdir, path));
    return text === undefined ? undefined : { text, args: words.slice(file + 1) };
  }
  const call = scriptCall(words);
  if (!call || call.isElsewhere) return undefined;
  const directory = pathFrom(workdir, call.directory ?? '.');
  const json = read(pathFrom(directory, 'package.json'));
  const text = json === undefined ? undefined : scriptIn(json, call.script);
  return text === undefined ? undefined : { text, args: [], workdir: directory };
}

/** The commands of a script, each in the directory that `cd` has led to. */
function commandsIn({ text, args, workdir: own }: Script, caller: string): Started[] {
  let workdir = own ?? caller;
  return readScript(text, () => undefined).flatMap((step): Started[] => {
    if (step.kind !== 'command') return [];
    const words = step.words.flatMap((word) => (word === `${UNKNOWN}@` ? args : [word]));
    if (words[0] !== 'cd') return [{ words, workdir, always: step.always }];
    workdir = words[1] === undefined ? workdir : pathFrom(workdir, words[1]);
    return [];
  });
}
