import { type Command, Option } from 'commander';
import type { Commands } from '../lib/model/conventions.js';
import type { ValidateOptions, ValidateResult } from '../lib/validate/validation.js';
import { JSON_HELP } from './json-option.js';
import { addExamples, type CallExample } from './usage.js';

/** Where the command is called. */
interface ValidateCall {
  /** What it does there without files. */
  readonly examples: readonly CallExample[];
  /** The same in a sentence. */
  readonly withoutFiles: string;
  readonly validate: (options: ValidateOptions) => Promise<ValidateResult>;
}

const help = (withoutFiles: string) => `
Without files, ${withoutFiles}. A Compose setup is read as dev if it mounts files
of the host, otherwise as prod. --dev and --prod state the mode; if both are given, the two are compared.

A large setup begins with a baseline: write --json into a file, and name it with --baseline from then on. What is in
it is accepted; what is new is reported.
What each rule says: --rules.`;

const forms = ['sarif', 'files', 'rules', 'schema'];
/** An option that says what is printed: there is one. */
const form = (name: string, description: string, excluded: readonly string[]) =>
  new Option(`--${name}`, description).conflicts([...excluded]);
const others = (name: string) => forms.filter((other) => other !== name);

/** What checks a project's own system, or any Compose setup. */
export function addValidateCommand(
  program: Command,
  commands: Pick<Commands, 'validate'>,
  { examples, withoutFiles, validate }: ValidateCall,
): void {
  const command = program
    .command('validate')
    .description('check mounts, and what goes with them, against the disk')
    .addOption(
      new Option(
        '--compose <file...>',
        'a Compose setup: files that are merged as Compose does it',
      ).conflicts(['dev', 'prod']),
    )
    .option('--dev <file...>', 'the Compose files of dev mode')
    .option('--prod <file...>', 'the Compose files of prod mode')
    .option('--root <directory>', 'the source root (default: the directory of the first file)')
    .option('--env-file <file...>', 'as in docker compose (default: .env next to the first file)')
    .option('--profile <name...>', 'as in docker compose (default: those of COMPOSE_PROFILES)')
    .option('--rule <id...>', 'report only this rule (repeatable)')
    .addOption(
      new Option('--level <level>', 'report only what is at least this severe').choices([
        'error',
        'warning',
        'note',
      ]),
    )
    .option('--baseline <file>', 'accept the findings in this file, which --json has written')
    .addOption(form('json', JSON_HELP, ['sarif', 'rules', 'schema']))
    .addOption(form('sarif', 'print SARIF 2.1.0, for code scanning', ['json', ...others('sarif')]))
    .addOption(
      form(
        'files',
        "print what each file of a service's directory is: live, baked or ignored",
        others('files'),
      ),
    )
    .addOption(form('rules', 'print the rules: docs/RULES.md', ['json', ...others('rules')]))
    .addOption(
      form('schema', 'print the JSON schema of --json: docs/validate.schema.json', [
        'json',
        ...others('schema'),
      ]),
    )
    .addHelpText('after', help(withoutFiles))
    .action(async (options: ValidateOptions) => {
      const { text, exitCode } = await validate(options);
      console.log(text);
      process.exitCode = exitCode;
    });
  addExamples(
    command,
    commands.validate,
    [
      ...examples,
      ['--compose docker-compose.yml', 'any Compose setup'],
      ['--dev docker-compose.yml --prod docker-compose.prod.yml', 'both modes of one, compared'],
      ['--rule source-exists', 'one rule alone'],
      ['--files', 'which files are live, baked or ignored'],
    ],
    'Exit code: 0 without errors (warnings and notes do not count); 1 with errors; 2 the call is wrong.',
  );
}
