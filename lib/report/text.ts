import { counted } from '../model/counted.js';
import type { SourcePlace } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import { few } from '../rules/paths.js';
import { countFindings, kindOf, type Report } from './report.js';
import type { ReportedFinding } from './reported-finding.js';

export interface TextOptions {
  /** Whether what is printed may have colours. */
  readonly colors: boolean;
  /** How a path is to be written. */
  path(absolute: string): string;
}

/** A report to read: grouped by service, each finding with its line and its fix, and a last line that counts. */
export function renderText(report: Report, options: TextOptions): string {
  const services = [...new Set(report.findings.map(({ service }) => service))];
  const groups = services.map((service) =>
    renderGroup(
      service,
      report.findings.filter((finding) => finding.service === service),
      { ...options, guessed: report.guessed },
    ),
  );
  return [...groups, ...byRule(report), ...leftOut(report), summary(report, options)].join('\n');
}

/** A mode that was guessed is not told as if it were known. */
type FindingOptions = TextOptions & { readonly guessed: Mode | undefined };

function renderGroup(
  service: string | undefined,
  findings: readonly ReportedFinding[],
  options: FindingOptions,
): string {
  const title = paint('bold', visible(service ?? 'The system as a whole'), options);
  return [title, ...findings.flatMap((finding) => renderFinding(finding, options)), ''].join('\n');
}

function renderFinding(finding: ReportedFinding, options: FindingOptions): string[] {
  const { at, problem, fix, rule, modes, place, exception, alsoIn } = finding;
  const kind = kindOf(finding);
  const known = modes.filter((mode) => mode !== options.guessed);
  const where = [placeText(place, options), ...(known.length > 0 ? [known.join(' and ')] : []), rule];
  return [
    `  ${paint(COLORS[kind], kind, options)}: ${visible(`${at}: ${problem}`)}`,
    ...(alsoIn.length > 0
      ? [`    The same in ${counted(alsoIn.length, 'other service')}: ${visible(few(alsoIn))}`]
      : []),
    ...(exception === undefined
      ? [`    Fix: ${visible(fix)}`]
      : [`    Declared, because ${visible(exception)}`]),
    `    ${paint('dim', where.join('  '), options)}`,
  ];
}

function placeText({ file, line }: SourcePlace, { path }: TextOptions): string {
  return `${visible(path(file))}:${line}`;
}

/** How often each rule found something, the worst first; with one rule the last line says it. */
function byRule({ findings }: Report): string[] {
  const kinds = new Map<string, number>();
  for (const finding of findings) {
    const line = `${kindOf(finding)}\0${finding.rule}`;
    kinds.set(line, (kinds.get(line) ?? 0) + 1);
  }
  if (new Set(findings.map(({ rule }) => rule)).size < 2) return [];
  const worstFirst = Object.keys(COLORS).flatMap((kind) =>
    [...kinds].filter(([line]) => line.startsWith(`${kind}\0`)).sort(([, a], [, b]) => b - a),
  );
  return [
    'By rule',
    ...worstFirst.map(([line, n]) => {
      const [kind = '', rule] = line.split('\0');
      return `  ${counted(n, kind).padEnd(13)} ${rule}`;
    }),
    '',
  ];
}

function leftOut({ without = {} }: Report): string[] {
  return Object.entries(without).map(([rule, reason]) => `Left out: ${rule}, because ${visible(reason)}`);
}

/** `11 services in 2 modes, 31 rules: no error, 1 note`. */
function summary({ systems, rules, findings, guessed, accepted }: Report, options: TextOptions): string {
  const services = new Set(systems.flatMap((system) => system.services.map(({ name }) => name)));
  const { error, ...others } = countFindings(findings);
  const parts = Object.entries(others).flatMap(([kind, n]) => (n > 0 ? [counted(n, kind)] : []));
  const errors = error === 0 ? 'no error' : counted(error, 'error');
  const checked = `${counted(services.size, 'service')} in ${counted(systems.length, 'mode')}, ${counted(rules.length, 'rule')}`;
  const known = accepted ? [`${accepted} accepted by the baseline`] : [];
  const found = [paint(error === 0 ? 'green' : 'red', errors, options), ...parts, ...known].join(', ');
  const taken =
    guessed === undefined ? '' : `\nThe files were taken for ${guessed}: --dev or --prod says what they are`;
  return `${checked}: ${found}${taken}`;
}

/** Names from a disk or a file may hold what a terminal obeys. */
function visible(text: string): string {
  return text.replaceAll(/\p{C}/gu, (character) =>
    JSON.stringify(character).slice(1, -1).replace(character, '\ufffd'),
  );
}

const COLORS = { error: 'red', warning: 'yellow', note: 'cyan', exception: 'dim' } as const;
/** ANSI: the codes that begin and end each. */
const CODES = {
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  green: [32, 39],
  bold: [1, 22],
  dim: [2, 22],
} as const;

function paint(style: keyof typeof CODES, text: string, { colors }: TextOptions): string {
  const [begin, end] = CODES[style];
  return colors ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
}
