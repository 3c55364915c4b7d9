import type { Shell } from './shells.js';

interface Completed {
  readonly name: string;
  readonly does: string;
}

/** A command as it is completed. */
export interface CompletedCommand extends Completed {
  /** What may follow it; empty where that is a file or anything. */
  readonly words: readonly string[];
  /** With `--`. */
  readonly options: readonly Completed[];
}

/** A script that has a shell complete a program. @param program as its executable is called, without a path */
export function completionText(program: string, commands: readonly CompletedCommand[], shell: Shell): string {
  return { bash, zsh, fish }[shell](program, commands);
}

const named = (all: readonly Completed[]) => all.map(({ name }) => name).join(' ');
const functionName = (program: string) => `_${program.replaceAll(/\W/g, '_')}`;
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function bash(program: string, commands: readonly CompletedCommand[]): string {
  const cases = commands.map(
    ({ name, words, options }) =>
      `    ${name}) words=${quoted(words.join(' '))} options=${quoted(named(options))} ;;`,
  );
  return `# Completion of ${program} for bash.
${functionName(program)}() {
  local word=\${COMP_WORDS[COMP_CWORD]} words='' options=''
  if [ "$COMP_CWORD" -eq 1 ]; then words=${quoted(named(commands))}; fi
  case \${COMP_WORDS[1]-} in
${cases.join('\n')}
  esac
  case $word in -*) words=$options ;; esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o bashdefault -o default -F ${functionName(program)} ${program}`;
}

function zsh(program: string, commands: readonly CompletedCommand[]): string {
  const described = (all: readonly Completed[]) =>
    all.map(({ name, does }) => quoted(`${name.replaceAll(':', '\\:')}:${does}`)).join(' ');
  const cases = commands.map(
    ({ name, words, options }) =>
      `    ${name}) known=(${words.join(' ')}); options=(${described(options)}) ;;`,
  );
  return `#compdef ${program}
# Completion of ${program} for zsh.
${functionName(program)}() {
  local -a commands known options
  if (( CURRENT == 2 )); then
    commands=(${described(commands)})
    _describe command commands
    return
  fi
  case $words[2] in
${cases.join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then _describe option options
  elif (( $#known )); then compadd -a known
  else _files
  fi
}
if [ "$funcstack[1]" = ${functionName(program)} ]; then ${functionName(program)} "$@"; else compdef ${functionName(program)} ${program}; fi`;
}

function fish(program: string, commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, does, words, options }) => [
    `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${quoted(does)}`,
    ...(words.length > 0
      ? [`complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(words.join(' '))}`]
      : []),
    ...options.map(
      (option) =>
        `complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -l ${option.name.slice(2)} -d ${quoted(option.does)}`,
    ),
  ]);
  return [`# Completion of ${program} for fish.`, ...lines].join('\n');
}
