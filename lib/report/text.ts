import { counted } from '../model/counted.js';
import type { SourcePlace } from '../model/finding.js';
import { countFindings, kindOf, type Report, type ReportedFinding } from './report.js';

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
      options,
    ),
  );
  return [...groups, summary(report, options)].join('\n');
}

function renderGroup(
  service: string | undefined,
  findings: readonly ReportedFinding[],
  options: TextOptions,
): string {
  const title = paint('bold', visible(service ?? 'The system as a whole'), options);
  return [title, ...findings.flatMap((finding) => renderFinding(finding, options)), ''].join('\n');
}

function renderFinding(finding: ReportedFinding, options: TextOptions): string[] {
  const { at, problem, fix, rule, modes, place, exception } = finding;
  const kind = kindOf(finding);
  const where = [placeText(place, options), ...(modes.length > 0 ? [modes.join(' and ')] : []), rule];
  return [
    `  ${paint(COLORS[kind], kind, options)}: ${visible(`${at}: ${problem}`)}`,
    ...(exception === undefined
      ? [`    Fix: ${visible(fix)}`]
      : [`    Declared, because ${visible(exception)}`]),
    `    ${paint('dim', where.join('  '), options)}`,
  ];
}

function placeText({ file, line }: SourcePlace, { path }: TextOptions): string {
  return `${visible(path(file))}:${line}`;
}

/** `11 services in 2 modes, 31 rules: no error, 1 note`. */
function summary({ systems, rules, findings }: Report, options: TextOptions): string {
  const services = new Set(systems.flatMap((system) => system.services.map(({ name }) => name)));
  const { error, ...others } = countFindings(findings);
  const parts = Object.entries(others).flatMap(([kind, n]) => (n > 0 ? [counted(n, kind)] : []));
  const errors = error === 0 ? 'no error' : counted(error, 'error');
  const checked = `${counted(services.size, 'service')} in ${counted(systems.length, 'mode')}, ${counted(rules.length, 'rule')}`;
  return `${checked}: ${[paint(error === 0 ? 'green' : 'red', errors, options), ...parts].join(', ')}`;
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
