import { type Finding, formatFindings, type Severity } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import type { RuleId } from '../model/rule-id.js';
import type { Description } from './description.js';
import { located } from './located.js';

/** Rules whose findings are said before a start, and not only to those who ask for them. */
const SAID: ReadonlySet<string> = new Set<RuleId>(['variables-are-set', 'prod-is-built', 'no-dev-server']);
const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'note'];

/**
 * What does not end a run, and has to be known before it, a line each: a service that will not start, or not as it is meant.
 * @param mode what is started @default - both
 */
export function warningLines({ findings, systems, settings }: Description, mode?: Mode): string[] {
  const said = findings().filter(({ rule, exception }) => SAID.has(rule) && exception === undefined);
  return WORST_FIRST.flatMap((severity) => {
    const those = said.filter((finding) => finding.severity === severity && concerns(finding, mode));
    return formatFindings(those, located(those, systems.stacks, settings)).map(
      (line) => `${severity}: ${line}`,
    );
  });
}

/** What is wrong in both modes a rule may say of dev alone. */
function concerns({ where }: Finding, mode: Mode | undefined): boolean {
  return mode !== 'dev' || where.split('/')[0] !== 'prod';
}
