import { dirname } from 'node:path';
import { parseConfig } from '../compose/read/config.js';
import { parseCompose } from '../compose/read/parse.js';
import type { ComposeOptions, ComposeText, ParsedCompose, Place, Remark } from '../compose/read/parsed.js';
import {
  type ComposeConfigRequest,
  type ComposeConfigResult,
  composeConfig,
  hasCompose,
} from '../engine/compose-config.js';
import type { Conventions } from '../model/conventions.js';
import type { Facts } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import { mountedTwice, uniqueTargets } from '../rules/target/unique-targets.js';
import { composeProblem, unprintable } from './compose-problem.js';
import { composeIsRead, composeIsUnderstood } from './reading-rules.js';

/** A Compose setup of one mode, and what was found while it was read. */
export interface Setup extends Pick<ParsedCompose, 'system' | 'places'> {
  readonly findings: readonly Finding[];
}

/** What a setup is read with. */
export interface SetupContext {
  /** The source root, absolute. */
  readonly root: string;
  readonly facts: Facts;
  /** Of the system whose generated files are read as such. */
  readonly conventions: Conventions;
  /** Absolute. @default - `.env` beside the first file */
  readonly envFiles: readonly string[] | undefined;
  /** @default - those of COMPOSE_PROFILES */
  readonly profiles: readonly string[] | undefined;
  /** Where the user calls from, absolute: to Compose that is `${PWD}`. */
  readonly calledFrom: string;
}

/**
 * Reads the Compose files of a mode, by `docker compose config` where that is installed.
 * @param mode @default - dev where something of the host is mounted, else prod
 * @param files absolute paths
 */
export async function readSetup(
  mode: Mode | undefined,
  files: readonly string[],
  around: SetupContext,
): Promise<Setup> {
  const { root, facts, conventions, envFiles, profiles, calledFrom } = around;
  const env = { ...process.env, PWD: calledFrom };
  const unread = new Map<string, string>();
  const readFile = (path: string): string | undefined => {
    const fact = facts.read(path);
    if ('text' in fact) return fact.text;
    if (facts.resolve(path) !== undefined) unread.set(path, fact.problem);
    return undefined;
  };
  const texts = files.map((path): ComposeText => ({ path, text: readFile(path) ?? '' }));
  const problems = [...unread].map(([file, text]) => ({ text, place: { file, line: 1, column: 1 } }));
  const options: Omit<ComposeOptions, 'mode'> = {
    ...{ root, readFile, conventions, env },
    ...(envFiles ? { envFiles } : {}),
    ...(profiles ? { profiles } : {}),
  };
  const parse = (as: Mode) => parseCompose(texts, { ...options, mode: as });
  const as = mode ?? guessMode(parse('dev'));
  const own = parse(as);
  // Compose would wait for a pipe
  const config = unread.size > 0 ? undefined : await askCompose({ files, ...options });
  const found = { ...own, problems: [...problems, ...own.problems] };
  const parsed = combine(found, config, { ...options, mode: as }, [
    root,
    ...files.map((path) => dirname(path)),
  ]);
  return { ...parsed, findings: [...remarks(parsed), ...droppedMounts(parsed)] };
}

/** Dev mounts files of the host. */
function guessMode({ system }: ParsedCompose): Mode {
  return system.services.some(({ mounts }) => mounts.some(({ type }) => type === 'bind')) ? 'dev' : 'prod';
}

function combine(
  own: ParsedCompose,
  config: ComposeConfigResult | undefined,
  options: ComposeOptions,
  directories: readonly string[],
): ParsedCompose {
  if (!config) return own;
  if ('resolved' in config) return parseConfig(config, own, options);
  if (own.problems.length > 0) return own;
  const attribute = unprintable(config.problem);
  if (attribute !== undefined) {
    const text = `Compose cannot print its "${attribute}", though it may run it: the files are read without Compose`;
    const place = placeOfKey(attribute, own);
    return { ...own, leftOut: [...own.leftOut, { text, ...(place ? { place } : {}) }] };
  }
  const said = composeProblem(config.problem, own, directories);
  if (!said) return own;
  // that an attribute is not known need not be said of one that Compose refuses
  const isElsewhere = ({ place }: Remark) =>
    place?.file !== said.place?.file || place?.line !== said.place?.line;
  return { ...own, problems: [said], leftOut: own.leftOut.filter(isElsewhere) };
}

/** Where the first service has an attribute, or its build has. */
function placeOfKey(key: string, { system, places }: ParsedCompose): Place | undefined {
  const same = (a: Place, b: Place) => a.file === b.file && a.line === b.line && a.column === b.column;
  return system.services
    .flatMap(({ name }) => [
      // what is not there is found where what is around it stands
      { place: places.find(name, key), around: places.find(name, '') },
      { place: places.find(name, `build[${key}]`), around: places.find(name, 'build') },
    ])
    .find(({ place, around }) => !same(place, around))?.place;
}

/** What Compose says of the files; undefined where it is not installed. */
async function askCompose(request: ComposeConfigRequest): Promise<ComposeConfigResult | undefined> {
  const config = await composeConfig(request);
  return 'resolved' in config || (await hasCompose()) ? config : undefined;
}

/** What is said of reading a setup, as findings. */
function remarks({ system, places, problems, leftOut }: ParsedCompose): Finding[] {
  const finding = ({
    text,
    place = places.find(undefined, ''),
    fix = 'check it by hand',
    cause,
  }: Remark) => ({
    fix,
    ...(cause === undefined ? {} : { cause }),
    where: system.mode,
    at: place.file.slice(place.file.lastIndexOf('/') + 1),
    problem: text,
    place: { file: place.file, line: place.line },
  });
  return [
    ...problems.map((remark) => ({
      ...finding({ fix: 'correct it', ...remark }),
      rule: composeIsRead.id,
      severity: composeIsRead.severity,
    })),
    ...leftOut.map((remark) => ({
      ...finding(remark),
      rule: composeIsUnderstood.id,
      severity: composeIsUnderstood.severity,
    })),
  ];
}

/** What Compose drops is in no system that a rule sees. A service that is only extended has no name in the system. */
function droppedMounts({ system, places, dropped }: ParsedCompose): Finding[] {
  const names = new Set(system.services.map(({ name }) => name));
  return dropped.map(({ service, target, place = places.find(service, `mounts[${target}]`) }) => ({
    rule: uniqueTargets.id,
    severity: uniqueTargets.severity,
    where: names.has(service) ? `${system.mode}/${service}` : system.mode,
    ...mountedTwice({ target }),
    place: { file: place.file, line: place.line },
  }));
}
