import { existsSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Remark } from '../../compose/read/parsed.js';
import { conventionsOf, isName, type SystemOptions } from '../../construct/define-system.js';
import { DiskFacts } from '../../disk/facts.js';
import type { Finding } from '../../model/finding.js';
import { MODES, type Mode } from '../../model/mode.js';
import { UserError } from '../../model/user-error.js';
import { packageJson } from '../new-project.js';
import { type AskCompose, askCompose, ComposeAnswers, remarkLines } from './compose-answers.js';
import { envTemplate } from './env-template.js';
import { excused, excusesFor } from './excuses.js';
import type { KeptAttribute } from './imported.js';
import { programName } from './project-files.js';
import { type ModeFiles, type ReadProject, readProject, wordFor } from './setups.js';
import { importSystem } from './system.js';
import { rewrite } from './system-of.js';
import { workflowFiles } from './workflows.js';
import { writtenFiles } from './written-files.js';

/** Where the description lies in the checkout. */
const HOME = 'infra';
const PACKAGES = `${HOME}/package.json`;

/** What `init` makes of a checkout with Compose files; nothing is written yet. */
export interface ForeignProject {
  readonly name: string;
  /** What runs every command, from the checkout. */
  readonly program: string;
  readonly files: ReadonlyMap<string, string>;
  readonly modeFiles: ModeFiles;
  readonly services: Readonly<Record<Mode, number>>;
  /** The Compose file of each mode that will be generated. */
  readonly rendered: Readonly<Record<Mode, string>>;
  /** What a property has no word for, in both modes. */
  readonly passed: readonly KeptAttribute[];
  readonly changed: readonly KeptAttribute[];
  /** Per mode, what `docker compose config` says otherwise; a sentence where there is no Compose. */
  readonly differences: Readonly<Record<Mode, readonly string[] | string>>;
  /** What the rules find, which is declared as an exception. */
  readonly found: readonly Finding[];
  readonly problems: readonly Remark[];
  /** What to do first, where the values of variables are not here. */
  readonly first?: string;
}

/**
 * @param directory absolute
 * @param said the system's name @default - that of the Compose project
 * @param ask what Compose says of files; undefined where it is not there
 * @throws UserError where Compose refuses what is there, or what would be written
 */
export async function foreignProject(
  directory: string,
  files: ModeFiles,
  said?: string,
  ask: AskCompose = askCompose,
): Promise<ForeignProject> {
  const root = realpathSync(directory);
  const read: Record<Mode, ReadProject> = {
    dev: readProject(root, files.dev, process.env),
    prod: readProject(root, files.prod, process.env),
  };
  const problems = unique(MODES.flatMap((mode) => read[mode].problems));
  const asked = new ComposeAnswers(root, ask);
  // what Compose does not read is no system yet
  const before = await asked.of(files, problems);
  const imported = {
    dev: importSystem(read.dev.project, root, read.dev.active),
    prod: importSystem(read.prod.project, root, read.prod.active),
  };
  if (imported.dev.services.length === 0)
    throw new UserError(
      problems.length > 0 ? remarkLines(problems, root) : `${files.dev.join(', ')}: no services are in it`,
      'correct it, or name other Compose files with --dev',
    );
  const envFiles = [...new Set([...read.dev.envFiles, ...read.prod.envFiles])];
  const plain = optionsFor(root, said ?? read.dev.name, files, envFiles);
  const asTheyWere = rewrite(plain, imported, root);
  const excuses = excusesFor(asTheyWere, conventionsOf(plain), new DiskFacts(root));
  const options = {
    ...plain,
    ...(Object.keys(excuses.without).length > 0 ? { withoutRules: excuses.without } : {}),
  };
  const declared = { dev: excused(imported.dev, excuses), prod: excused(imported.prod, excuses) };
  const rewritten = rewrite(options, declared, root);
  const first = envTemplate(root, files.dev) ?? envTemplate(root, files.prod);
  const written = writtenFiles(options, declared, files, root);
  return {
    name: options.name,
    program: conventionsOf(options).commands.program,
    files: new Map([
      ...[...written].map(([path, text]) => [`${HOME}/${path}`, text] as const),
      // the library may be installed there
      [PACKAGES, packageJson(join(root, PACKAGES))],
      // of a repository that begins above nobody knows what its workflows are
      ...(existsSync(join(root, '.git')) ? workflowFiles(existsSync(join(root, PACKAGES))) : []),
    ]),
    modeFiles: files,
    services: { dev: imported.dev.services.length, prod: imported.prod.services.length },
    rendered: { dev: rewritten.dev.text, prod: rewritten.prod.text },
    passed: uniqueKept([...imported.dev.passed, ...imported.prod.passed]),
    changed: uniqueKept([...imported.dev.changed, ...imported.prod.changed]),
    differences: await asked.differences(before, rewritten, envFiles),
    found: excuses.found,
    problems,
    ...(first === undefined ? {} : { first: `${first}, and call init again` }),
  };
}

function optionsFor(
  root: string,
  said: string,
  files: ModeFiles,
  envFiles: readonly string[],
): Omit<SystemOptions, 'stacks'> {
  const name = said
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 32);
  const words = {
    dev: wordFor(root, ['dev', 'development']),
    prod: wordFor(root, ['prod', 'production', 'clean']),
  };
  const modes = Object.fromEntries(
    MODES.flatMap((mode) => (words[mode] === mode ? [] : [[mode, words[mode]]])),
  );
  if (!isName(name))
    throw new UserError(
      `"${said}" cannot be a system's name`,
      `give one: npx twomode init ${basename(files.dev[0] ?? 'shop').replace(/\..*/, '')}`,
    );
  return {
    name,
    ...(said === name ? {} : { title: said }),
    ...(Object.keys(modes).length > 0 ? { modes } : {}),
    envFile: envFiles.length === 1 ? (envFiles[0] ?? '.env') : envFiles,
    commands: { program: `${HOME}/${programName(name)}` },
  };
}

function unique(problems: readonly Remark[]): Remark[] {
  return problems.filter(({ text }, i) => problems.findIndex((each) => each.text === text) === i);
}

function uniqueKept(kept: readonly KeptAttribute[]): KeptAttribute[] {
  const key = ({ service, what, place }: KeptAttribute) =>
    `${service}\0${what}\0${place?.file}:${place?.line}`;
  return [...new Map(kept.map((each) => [key(each), each])).values()];
}
