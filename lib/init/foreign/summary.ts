import { counted } from '../../model/counted.js';
import { formatFindings } from '../../model/finding.js';
import { MODES, type Mode } from '../../model/mode.js';
import type { KeptAttribute } from './imported.js';
import type { ForeignProject } from './project.js';
import { placeText } from './written-files.js';

/** What is the same for every system: it is told once, and not as a difference of each service. */
const OWN_WAY = (name: string) => [
  `containers, the network and images have this project's names (${name}-SERVICE-dev), and its labels`,
  'an image is built from a copy of its directory, with the tag of what is in it',
  `data volumes are new ones (${name}-VOLUME-dev, -prod): what is in the old ones stays there`,
];

/** Of what would be written, all that is not in the files themselves. */
export function summaryOf(project: ForeignProject, root: string): string {
  const { modeFiles, services, files, passed, changed, found, problems, differences, name, first } = project;
  const sections = [
    [
      `${MODES.map((mode) => `${services[mode]} services of ${modeFiles[mode].join(', ')} (${mode})`).join(', ')}, as "${name}":`,
    ],
    [...files].map(([path, text]) => `  ${path.padEnd(40)} ${text.split('\n').length - 1} lines`),
    section(
      'Could not be read:',
      problems.map(({ text, place }) => ({ what: text, ...(place ? { place } : {}) })),
      root,
    ),
    section(
      `Kept for Compose alone, in \`compose\` of its construct (no rule looks at it, and Terraform's stacks do not have it):`,
      passed,
      root,
    ),
    section('Not as it was:', changed, root),
    lines('What the rules find in it, declared as exceptions (validate shows them):', [
      ...new Set(formatFindings(found)),
    ]),
    ['', 'Everywhere:', ...OWN_WAY(name).map((line) => `  ${line}`)],
    ...(first
      ? [['', `Variables have only their fallbacks here, and some of them are written out: ${first}.`]]
      : []),
    ['', ...MODES.flatMap((mode) => compared(mode, differences[mode]))],
  ];
  return sections.flat().join('\n');
}

function section(title: string, kept: readonly KeptAttribute[], root: string): string[] {
  if (kept.length === 0) return [];
  const lines = kept.map(({ service, what, place }) => ({
    at: placeText(place, root),
    text: service === undefined ? what : `${service}: ${what}`,
  }));
  const width = Math.max(...lines.map(({ at }) => at.length));
  return ['', title, ...lines.map(({ at, text }) => `  ${at.padEnd(width)}  ${text}`)];
}

function lines(title: string, all: readonly string[]): string[] {
  return all.length === 0 ? [] : ['', title, ...all.map((line) => `  ${line}`)];
}

function compared(mode: Mode, differences: readonly string[] | string): string[] {
  const what = `docker compose config, ${mode}:`;
  if (typeof differences === 'string') return [`${what} not compared. ${differences}`];
  if (differences.length === 0) return [`${what} the same, but for what is named above.`];
  return [`${what} ${counted(differences.length, 'difference')}:`, ...differences.map((line) => `  ${line}`)];
}
