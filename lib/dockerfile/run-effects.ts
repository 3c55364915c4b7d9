import {
  BUILDERS,
  HARMLESS,
  HARMLESS_SUBCOMMANDS,
  INSTALLERS,
  OPTIONAL_OUTPUT,
  TO_OPTION,
  WRAPPERS,
  WRITERS,
} from './commands.js';
import { type Effect, exactPath, optionValues, pathsOf } from './effect.js';
import { ownNames, readScript, type Step, UNKNOWN } from './shell.js';
import type { Lookup } from './variables.js';

/** @param script of a POSIX shell @param workdir absolute; undefined where it is not known */
export function effectsOf(script: string, workdir: string | undefined, lookup: Lookup, depth = 0): Effect[] {
  if (depth > 5) return [{ by: 'a nested script', path: undefined }];
  const own = ownNames(script);
  const steps = readScript(script, (name) => (own.has(name) ? undefined : lookup(name)));
  const outer: (string | undefined)[] = [];
  const effects: Effect[] = [];
  let cwd = workdir;
  if (steps.some(({ kind }) => kind === 'unread'))
    effects.push({ by: 'a script that cannot be read', path: undefined });
  for (const step of steps)
    if (step.kind === 'enter') outer.push(cwd);
    else if (step.kind === 'leave') cwd = outer.pop();
    else if (step.kind === 'command') {
      for (const output of step.outputs)
        if (!output.startsWith('/dev/')) effects.push(...pathsOf('>', [output], cwd));
      const words = commandOf(step);
      if (words[0] === 'cd') cwd = words[1] === undefined ? undefined : exactPath(words[1], cwd);
      else
        for (const effect of ofCommand(words, cwd, lookup, depth))
          effects.push(step.always && takesAway(words, effect, cwd) ? { ...effect, removes: true } : effect);
    }
  return effects;
}

/** The command alone, without assignments and wrappers. */
function commandOf({ words }: Extract<Step, { kind: 'command' }>): readonly string[] {
  let first = 0;
  let wrapped = false;
  for (; first < words.length; first++) {
    const word = words[first] ?? '';
    if (WRAPPERS.has(word)) wrapped = true;
    else if (!/^\w+=/.test(word) && !(wrapped && word.startsWith('-'))) break;
  }
  const command = words.slice(first);
  if (/^python[\d.]*$/.test(nameOf(command)) && command[1] === '-m') return command.slice(2);
  return command;
}

function nameOf(command: readonly string[]): string {
  const name = command[0]?.split('/').at(-1) ?? '';
  return name.includes(UNKNOWN) ? 'a program' : name;
}

function ofCommand(
  command: readonly string[],
  cwd: string | undefined,
  lookup: Lookup,
  depth: number,
): Effect[] {
  const name = nameOf(command);
  const args = command.slice(1);
  const operands = args.filter((word) => !word.startsWith('-'));
  if (name === '') return [];
  if (/^(ba|da|a|z)?sh$/.test(name) && /^-\w*c$/.test(args[0] ?? ''))
    return effectsOf(args[1] ?? '', cwd, lookup, depth + 1);
  if (name === 'mkdir' || (name === 'install' && args.some((word) => /^-\w*d/.test(word))))
    return operands.flatMap((word) => directory(name, word, cwd));
  if (name === 'find') return found(args, cwd);
  if (name === 'sed' && !args.some((word) => /^(-\w*i|--in-place)/.test(word))) return [];
  if (name === 'venv' || name === 'virtualenv') return pathsOf(name, operands.slice(-1), cwd);
  const outputs = OPTIONAL_OUTPUT.get(name);
  if (outputs) return pathsOf(name, optionValues(args, outputs), cwd);
  if (HARMLESS.has(name)) return [];
  const writes = WRITERS.get(name);
  if (writes) return written(name, args, operands, writes, cwd);
  const options = TO_OPTION.get(name);
  if (options) return unpacked(name, args, options, cwd);
  return built(name, args, operands, cwd);
}

/** Whether a command leaves nothing at a path that it names without a pattern. */
function takesAway(words: readonly string[], { path }: Effect, cwd: string | undefined): boolean {
  const operands = words.slice(1).filter((word) => !word.startsWith('-'));
  const taken = nameOf(words) === 'mv' ? operands.slice(0, -1) : operands;
  const isTaker = /^(rm|unlink|mv)$/.test(nameOf(words));
  return isTaker && path !== undefined && taken.some((word) => exactPath(word, cwd) === path);
}

function directory(by: string, word: string, cwd: string | undefined): Effect[] {
  const path = exactPath(word, cwd);
  return path === undefined ? [] : [{ by, path, makes: 'directory' }];
}

/** Its starting points come before its tests. */
function found(args: readonly string[], cwd: string | undefined): Effect[] {
  const acts = args.findIndex((word) => /^-(delete|exec|execdir|ok|okdir|fprint\w*|fls)$/.test(word));
  if (acts < 0 || (args[acts]?.startsWith('-exec') && HARMLESS.has(args[acts + 1] ?? ''))) return [];
  const tests = args.findIndex((word) => /^[-(!]/.test(word));
  const starts = args.slice(0, tests);
  return pathsOf('find', starts.length > 0 ? starts : ['.'], cwd);
}

function written(
  name: string,
  args: readonly string[],
  operands: readonly string[],
  writes: 'all' | 'last',
  cwd: string | undefined,
): Effect[] {
  const into = optionValues(args, ['-t', '--target-directory']);
  if (into.length > 0 && name !== 'touch')
    return pathsOf(name, name === 'mv' ? [...operands, ...into] : into, cwd);
  if (name === 'dd')
    return pathsOf(
      name,
      operands.filter((word) => word.startsWith('of=')).map((word) => word.slice(3)),
      cwd,
    );
  const scripted = name === 'sed' && !args.some((word) => /^(-\w*[ef]|--expression|--file)/.test(word));
  return pathsOf(name, writes === 'last' ? operands.slice(-1) : operands.slice(scripted ? 1 : 0), cwd);
}

function unpacked(
  name: string,
  args: readonly string[],
  options: readonly string[],
  cwd: string | undefined,
): Effect[] {
  const places = optionValues(args, options);
  if (places.length > 0)
    return pathsOf(
      name,
      places.filter((place) => place !== '-'),
      cwd,
    );
  const toOutput = name === 'curl' && !args.some((word) => /^(-\w*O|--remote-name)/.test(word));
  return toOutput ? [] : pathsOf(name, ['.'], cwd);
}

/** Where package managers are told to do their work, and to put the packages. */
const PLACES = ['--prefix', '--cwd', '--dir', '-C'];
const MODULES = ['--modules-folder', '--modules-dir'];

function built(
  name: string,
  args: readonly string[],
  operands: readonly string[],
  cwd: string | undefined,
): Effect[] {
  const [place] = optionValues(args, PLACES);
  const told = optionValues(args, MODULES);
  const own = operands.filter((word) => word !== place && !told.includes(word));
  const subcommand = own[0] ?? args[0] ?? '';
  if (HARMLESS_SUBCOMMANDS.get(name)?.has(subcommand)) return [];
  const installer = [name, `${name} ${subcommand}`].map((key) => INSTALLERS.get(key));
  const folders = installer.find((each) => each?.does.has(subcommand))?.folders;
  const global = args.includes('-g') || args.includes('--global');
  if (folders && told.length > 0) return pathsOf(name, told, cwd);
  if (folders && place?.includes(UNKNOWN)) return [{ by: name, path: undefined }];
  const at = place === undefined ? cwd : exactPath(place, cwd);
  if (folders) return global ? [] : pathsOf(name, folders, at);
  if (!BUILDERS.has(name)) return [{ by: name, path: undefined }];
  const named = args.map((word) => word.replace(/^-[^=/]*=?/, '')).filter((word) => word.startsWith('/'));
  return pathsOf(name, ['.', ...named], cwd);
}
