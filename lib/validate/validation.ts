import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Conventions } from '../model/conventions.js';
import type { Severity } from '../model/finding.js';
import type { ProjectRules } from '../model/own-rule.js';
import { UsageError } from '../model/user-error.js';
import { withoutAccepted } from '../report/baseline.js';
import { renderFiles, renderFilesJson } from '../report/files.js';
import { jsonSchema, renderJson } from '../report/json.js';
import { relativeTo, repositoryOf } from '../report/paths.js';
import { countFindings, makeReport, type Report } from '../report/report.js';
import { renderRules } from '../report/rules-document.js';
import { renderSarif } from '../report/sarif.js';
import { renderText } from '../report/text.js';
import { check, rulesOf } from '../rules/check.js';
import { imageReader } from '../rules/image.js';
import { fileClasses } from '../rules/parity/file-classes.js';
import type { RuleText } from '../rules/rule.js';
import type { ComposeFiles } from './compose.js';
import { composeIsRead, READING_RULES } from './reading-rules.js';
import type { Subject } from './subject.js';

export interface ValidateOptions extends ComposeFiles {
  /** Ids of the rules that are reported, beside what could not be read. @default - all */
  readonly rule?: readonly string[];
  /** The mildest findings that are reported. @default note */
  readonly level?: Severity;
  /** A file with findings that are accepted: what `--json` once printed. */
  readonly baseline?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly files?: boolean;
  readonly rules?: boolean;
  readonly schema?: boolean;
}

export interface ValidateResult {
  readonly text: string;
  /** 1 where there is an error. */
  readonly exitCode: 0 | 1;
}

/** For whom it is validated: a project with a system of its own, or a directory with Compose files. */
export interface Validated {
  /** Where the call is made, absolute. */
  readonly directory: string;
  readonly conventions: Conventions;
  readonly rules: ProjectRules;
  /** What is said beside the rules, of a project's own code for example. */
  readonly more: readonly RuleText[];
  /** What is checked where the call names no files. @param calledFrom absolute */
  readonly subject: (calledFrom: string) => Subject | Promise<Subject>;
}

/**
 * Checks what is there, or the Compose setup that is named.
 * @throws UserError for a call that is wrong
 */
export async function runValidation(validated: Validated, options: ValidateOptions): Promise<ValidateResult> {
  const { conventions, rules: own } = validated;
  const every = [...rulesOf(own), ...validated.more, ...READING_RULES];
  if (options.rules) return { text: renderRules(every, conventions.commands.validate), exitCode: 0 };
  if (options.schema) return { text: jsonSchema(), exitCode: 0 };
  const chosen = chosenRules(options.rule, every);
  const calledFrom = realpathSync(process.env.TWOMODE_CALLED_FROM || validated.directory);
  const subject = await readSubject(validated, calledFrom, options);
  const { dev, prod, facts } = subject;
  if (options.files) {
    const classes = classesOf(subject, conventions);
    return { text: (options.json ? renderFilesJson : renderFiles)(classes), exitCode: 0 };
  }
  // a rule that is silent about what could not be read would pass for a rule that holds
  const isUnread = subject.findings.some(({ rule }) => rule === composeIsRead.id);
  const rules = every.filter((rule) => chosen.includes(rule) || (isUnread && rule === composeIsRead));
  const ids = new Set(rules.map(({ id }) => id));
  const levels: readonly Severity[] = ['error', 'warning', 'note'];
  const shown = levels.slice(0, levels.indexOf(options.level ?? 'note') + 1);
  const all = [...subject.findings, ...check(dev, prod, facts, conventions, own)].filter(
    ({ rule, severity }) => ids.has(rule) && shown.includes(severity),
  );
  const { findings: found, ...accepted } =
    options.baseline === undefined
      ? { findings: all }
      : withoutAccepted(all, resolve(calledFrom, options.baseline));
  const systems = [dev, prod].filter((system) => system !== undefined);
  const report = makeReport(systems, rules, found, subject.locate, {
    ...(subject.guessed === undefined ? {} : { guessed: subject.guessed }),
    without: own.without,
    ...accepted,
  });
  return {
    text: render(report, subject, calledFrom, options),
    exitCode: countFindings(report.findings).error > 0 ? 1 : 0,
  };
}

function classesOf({ facts, ...subject }: Subject, conventions: Conventions) {
  const { dev, prod } = subject.told?.() ?? subject;
  const systems = { ...(dev ? { dev } : {}), ...(prod ? { prod } : {}) };
  return fileClasses({ ...systems, facts, conventions, ...imageReader(facts, Object.values(systems)) });
}

async function readSubject(
  { conventions, subject }: Validated,
  calledFrom: string,
  options: ValidateOptions,
): Promise<Subject> {
  if (options.compose || options.dev || options.prod) {
    // a fifth of all the modules, of which a project's own system needs none
    const { composeSubject } = await import('./compose.js');
    return composeSubject(calledFrom, conventions, options);
  }
  const without = (['root', 'envFile', 'profile'] as const).find((name) => options[name] !== undefined);
  if (without)
    throw new UsageError(
      `--${without === 'envFile' ? 'env-file' : without} only applies to a Compose setup`,
      'name its files with --compose, or --dev and --prod',
    );
  return subject(calledFrom);
}

function render(
  report: Report,
  { home }: Subject,
  calledFrom: string,
  { json, sarif }: ValidateOptions,
): string {
  const path = (absolute: string) => relativeTo(calledFrom, absolute) ?? absolute;
  if (json) return renderJson(report, path);
  if (sarif) {
    const repository = repositoryOf(home);
    return renderSarif(report, (absolute) => relativeTo(repository, absolute));
  }
  return renderText(report, { colors: process.stdout.isTTY === true && !process.env.NO_COLOR, path });
}

function chosenRules(ids: readonly string[] | undefined, every: readonly RuleText[]): readonly RuleText[] {
  for (const id of ids ?? [])
    if (!every.some((rule) => rule.id === id))
      throw new UsageError(`there is no rule "${id}"`, `use ${nearTo(id, every).join(', ')}`);
  return ids ? every.filter(({ id }) => ids.includes(id)) : every;
}

/** Rules that share a word with what was meant; all of them where none does. */
function nearTo(id: string, every: readonly RuleText[]): string[] {
  const words = id
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);
  const all = every.map((rule) => rule.id);
  const near = all.filter((known) => words.some((word) => known.includes(word.slice(0, 5))));
  return near.length > 0 ? near : all;
}
