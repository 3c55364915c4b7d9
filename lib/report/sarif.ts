import type { SourcePlace } from '../model/finding.js';
import { TOOL } from '../model/tool.js';
import { GROUPS, type RuleText } from '../rules/rule.js';
import type { Report } from './report.js';
import type { ReportedFinding } from './reported-finding.js';
import { fence } from './rules-document.js';

/** What code scanning takes of a rule's description. */
const LONGEST = 1024;

/**
 * A report as SARIF 2.1.0, for code scanning. Paths are relative to the repository, so that the text is the same
 * wherever it lies. Exceptions are left out: code scanning knows no suppressions, and would open an alert for each. So is the
 * analysis' id, for whoever uploads names it: two setups of one repository are two analyses.
 * @param path a file relative to the repository with `/`; undefined outside it
 */
export function renderSarif(
  { rules, findings }: Report,
  path: (absolute: string) => string | undefined,
): string {
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: TOOL, rules: rules.map(ruleDescriptor) } },
        columnKind: 'utf16CodeUnits',
        results: findings
          .filter(({ exception }) => exception === undefined)
          .map((finding) => ({
            ruleId: finding.rule,
            ruleIndex: index.get(finding.rule),
            ...result(finding, path),
          })),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function ruleDescriptor(rule: RuleText) {
  return {
    id: rule.id,
    shortDescription: { text: rule.claim.slice(0, LONGEST) },
    fullDescription: { text: `${rule.claim} ${rule.why}`.slice(0, LONGEST) },
    help: {
      text: `${rule.why}\n\nWrong:\n${rule.wrong.text}\n\nRight:\n${rule.right.text}`,
      markdown: `${rule.why}\n\nWrong:\n\n${fence(rule.wrong)}\n\nRight:\n\n${fence(rule.right)}`,
    },
    defaultConfiguration: { level: rule.severity },
    properties: { tags: [GROUPS[rule.group]] },
  };
}

function result(finding: ReportedFinding, path: (absolute: string) => string | undefined) {
  const { severity, at, problem, fix, modes, service, place, alsoIn, alsoAt, fingerprints } = finding;
  const where = [
    [service ?? 'the system as a whole', ...alsoIn].join(', '),
    ...(modes.length > 0 ? [`(${modes.join(' and ')})`] : []),
  ];
  return {
    level: severity,
    message: { text: `${where.join(' ')}: ${at}: ${problem}. Fix: ${fix}.` },
    // code scanning knows a result again by it, wherever its line moves; what an upload would make of the line alone is the same for
    // all that a rule finds there, and they would become one
    partialFingerprints: { primaryLocationLineHash: `${fingerprints[0]}:1` },
    ...(alsoAt.length > 0
      ? { relatedLocations: alsoAt.map((other) => ({ physicalLocation: physical(other, path) })) }
      : {}),
    locations: [
      {
        physicalLocation: physical(place, path),
        logicalLocations: [{ fullyQualifiedName: [...(service ? [service] : []), at].join('/') }],
      },
    ],
  };
}

function physical(place: SourcePlace, path: (absolute: string) => string | undefined) {
  return { artifactLocation: artifact(place, path), region: { startLine: place.line } };
}

function artifact({ file }: SourcePlace, path: (absolute: string) => string | undefined) {
  const relative = path(file);
  return relative === undefined
    ? { uri: `file://${encodePath(file)}` }
    : { uri: encodePath(relative), uriBaseId: '%SRCROOT%' };
}

function encodePath(path: string): string {
  // half a character, which JSON and YAML can write, is in no URI
  return encodeURIComponent(path.replaceAll(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%2F', '/');
}
