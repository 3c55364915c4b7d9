import type { Command, CommanderError } from 'commander';
import type { Commands } from '../lib/model/conventions.js';
import { UsageError } from '../lib/model/user-error.js';

/** How a call of a command looks, and what it does. */
export type CallExample = readonly [words: string, does: string];

/** What they mean of every command that does not say it better. */
export const EXIT_CODES =
  'Exit code: 0 done, or all is right; 1 failed, or something is not right; 2 the call is wrong, and nothing was done.';

/** What people type for a command of the program: a script of its own, or the program with the command's name. */
export function typedFor(command: string, commands: Commands): string {
  // commands.setup starts dev mode too
  const script =
    command === 'setup' ? undefined : ({ ...commands } as Readonly<Record<string, string>>)[command];
  return script ?? `${commands.program} ${command}`;
}

/** Examples and exit codes, below the options of `--help`. @param typed what people type for the command */
export function addExamples(
  command: Command,
  typed: string,
  examples: readonly CallExample[],
  exitCodes = EXIT_CODES,
): void {
  const calls = examples.map(([words, does]) => [`${typed} ${words}`.trim(), does] as const);
  const width = Math.max(...calls.map(([call]) => call.length));
  const lines = calls.map(([call, does]) => `  ${call.padEnd(width)}  ${does}`);
  command.addHelpText('after', ['', 'Examples:', ...lines, '', exitCodes].join('\n'));
}

/**
 * What the parser of the command line says of a call, as every other message is said.
 * @param help the call that explains the command
 * @returns undefined where the parser has ended well: help was asked for, and is printed
 */
export function usageError(error: CommanderError, help: string): UsageError | undefined {
  if (error.exitCode === 0) return undefined;
  const [first = '', second = ''] = error.message.split('\n');
  const said = first.replace(/^error: /, '');
  const [, near] = /^\(Did you mean (.*)\?\)$/.exec(second) ?? [];
  const [, value, argument, choices] =
    /value '(.*)' is invalid for argument '(.*)'\. Allowed choices are (.*)\.$/.exec(said) ?? [];
  if (choices !== undefined) return new UsageError(`unknown ${argument} "${value}"`, `use ${orOf(choices)}`);
  const [, option, given, allowed] =
    /^option '([^' ]*).*' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/.exec(said) ?? [];
  if (allowed !== undefined) return new UsageError(`unknown ${option} "${given}"`, `use ${orOf(allowed)}`);
  const readable = sentences.reduce((text, [from, to]) => text.replace(from, to), said);
  return new UsageError(
    readable,
    near === undefined ? `see ${help}` : `${near.replace('one of ', '')}, or see ${help}`,
  );
}

/** `a, b, c` → `a, b or c`. */
function orOf(list: string): string {
  return list.replace(/, (?=[^,]*$)/, ' or ');
}

/** The parser's words → ours. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^unknown (option|command) '(.*)'$/, 'unknown $1 "$2"'],
  [/^missing required argument '(.*)'$/, 'the $1 is missing'],
  [/^option '(.*)' argument missing$/, '$1 lacks its value'],
  [/^option '([^' ]*).*' cannot be used with option '([^' ]*).*'$/, '$1 and $2 exclude each other'],
  [
    /^too many arguments.* Expected 0 arguments? but got (\d+)\.$/,
    'too many arguments: $1 given, none taken',
  ],
  [
    /^too many arguments.* Expected (\d+) arguments? but got (\d+)\.$/,
    'too many arguments: $2 given, $1 taken',
  ],
];
