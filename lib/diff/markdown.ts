import { counted } from '../model/counted.js';
import { MODES } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { mermaid } from '../picture/mermaid.js';
import type { Change } from './change.js';
import { commonChanges } from './common-changes.js';
import type { Compared } from './compared.js';
import { escaped, escapedInHtml } from './markdown-text.js';
import { modesText, phraseOf } from './phrase.js';
import { changeDrawing } from './picture.js';
import type { Stake } from './stakes.js';
import type { ServiceDiff, SystemDiff } from './system-diff.js';
import { done } from './verdict.js';

/** By this line a comment is found again. */
export const COMMENT_MARK = '<!-- twomode diff -->';
/** Says that a comment has nothing to say: it is removed. */
export const EMPTY_MARK = '<!-- twomode diff: no differences -->';
/** Says that data is no longer mounted, which a label has to allow. */
export const LOSES_MARK = '<!-- twomode diff: loses data -->';

/** GitHub takes no longer comment; counted in bytes, of which no character has fewer than one. */
export const COMMENT_LIMIT = 65_536;

/** A part of the comment; of what does not fit, the last goes first. */
interface Part {
  readonly text: string;
  /** What is left out first has the highest. */
  readonly rank: number;
}

/** A comparison as a comment: verdict, what must not be passed over, a table, a picture, and the rest folded. */
export function renderMarkdown({ diff, verdict, remarks, systems }: Compared): string {
  const marks = [
    COMMENT_MARK,
    ...(diff.services.length === 0 ? [EMPTY_MARK] : []),
    ...(diff.stakes.some(({ kind }) => kind === 'lost data') ? [LOSES_MARK] : []),
  ];
  const { common, own } = commonChanges(diff.services);
  const parts: Part[] = [
    { rank: 0, text: [...marks, `### ${escaped(verdict)}`].join('\n') },
    ...stakeParts(diff.stakes),
    ...tableParts(diff.services),
    { rank: 4, text: picture(diff, systems) },
    ...common.map(({ services, changes }) => ({ rank: 3, text: folded(services.join(', '), changes) })),
    ...own.map((service, i) => ({ rank: 5 + i, text: folded(service.service, service.changes) })),
    { rank: 0, text: `<sub>${remarks.map(escaped).join(' ')}</sub>` },
  ];
  return cutToFit(parts.filter(({ text }) => text !== ''));
}

function stakeParts(stakes: readonly Stake[]): Part[] {
  if (stakes.length === 0) return [];
  const kind = stakes.some(({ kind }) => kind === 'lost data') ? 'CAUTION' : 'WARNING';
  const lines = stakes.map(({ kind, service, text, modes }) => {
    const where = modesText(modes);
    return `> - **${kind}**, ${escaped(service)}: ${escaped(text)}${where === '' ? '' : ` (${where})`}`;
  });
  return [{ rank: 1, text: [`> [!${kind}]`, ...lines].join('\n') }];
}

/** Service × effect; only where there are effects. */
function tableParts(services: readonly ServiceDiff[]): Part[] {
  const modes = MODES.filter((mode) => services.some(({ effects }) => effects[mode] !== undefined));
  if (modes.length === 0) return [];
  const rows = services.map(({ service, renamedFrom, effects }) => {
    const name =
      renamedFrom === undefined ? escaped(service) : `${escaped(service)} (was ${escaped(renamedFrom)})`;
    return `| ${[name, ...modes.map((mode) => done(effects[mode]))].join(' | ')} |`;
  });
  return [
    {
      rank: 2,
      text: [`| service | ${modes.join(' | ')} |`, `|---${'|---'.repeat(modes.length)}|`, ...rows].join('\n'),
    },
  ];
}

/** More would not be read, and GitHub draws no picture of any size. */
const MOST = 40;

/** Nothing where too much is touched, or nothing waits for what is. */
function picture(diff: SystemDiff, systems: readonly SystemSpec[]): string {
  const drawing = changeDrawing(diff, systems);
  if (drawing.waits.length === 0 || drawing.services.length > MOST) return '';
  const legend = '<sub>An arrow means "waits for". Thick: touched; dashed: gone.</sub>';
  return ['```mermaid', mermaid(drawing), '```', legend].join('\n');
}

const WORDS = { added: 'new', removed: 'gone', changed: 'changed' } as const;

/** A list and no block of code, for a phone breaks its lines. */
function folded(title: string, changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  const lines = changes.map((change) => {
    const where = modesText(change.modes);
    return `- **${WORDS[change.kind]}** ${escaped(phraseOf(change))}${where === '' ? '' : ` (${where})`}`;
  });
  return [`<details><summary>${escapedInHtml(title)}</summary>`, '', ...lines, '', '</details>'].join('\n');
}

/** As much as a comment holds: the verdict always, then what stands higher. */
function cutToFit(parts: readonly Part[]): string {
  const left = [...parts];
  const size = () => Buffer.byteLength(text(left, parts.length - left.length));
  while (left.length > 1 && size() > COMMENT_LIMIT) {
    const last = Math.max(...left.map(({ rank }) => rank));
    if (last === 0) break;
    left.splice(
      left.findLastIndex(({ rank }) => rank === last),
      1,
    );
  }
  return text(left, parts.length - left.length);
}

function text(parts: readonly Part[], without: number): string {
  const remark =
    without === 0
      ? []
      : [`<sub>Left out, for the comment would be too long: ${counted(without, 'part')}.</sub>`];
  return [...parts.map((part) => part.text), ...remark].join('\n\n');
}
