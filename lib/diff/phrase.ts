import { counted } from '../model/counted.js';
import { MODES } from '../model/mode.js';
import { describePaths } from '../model/watch.js';
import type { Change } from './change.js';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** `+`, `-` or `~`. */
export function signOf({ kind }: Change): string {
  return SIGNS[kind];
}

/** A change in words, without its sign: `mount /app/tools: api/tools, a directory, read-only`. */
export function phraseOf({ area, name, before, after, kind, paths }: Change): string {
  if (area === 'files')
    return `${counted(paths?.length ?? 0, 'file')} ${before === 'in no image' ? '' : `${before} before, `}now ${name}: ${describePaths(paths ?? [])}`;
  if (paths) return `${area}: ${describePaths(paths)}`;
  if (area === 'image files') return 'image files: not known which';
  const what = [area, name].filter((word) => word !== '').join(' ');
  if (kind === 'changed')
    return before === undefined || after === undefined
      ? `${what} is another`
      : `${what}: ${contrast(before, after)}`;
  const value = after ?? before ?? '';
  return value === '' ? what : `${what}: ${value}`;
}

/** More characters than this are not read twice. */
const LONG = 60;

/** Both values; of long ones that are alike only what differs, with a little around it. */
function contrast(before: string, after: string): string {
  if (before.length <= LONG || after.length <= LONG) return `${before} → ${after}`;
  const [a, b] = [before.split(/\b/), after.split(/\b/)];
  const start = a.findIndex((word, i) => word !== b[i]);
  const last = a.findLastIndex((word, i) => word !== b[i + b.length - a.length]);
  const from = Math.max(0, start < 0 ? a.length : start);
  const end = Math.max(from, last + 1);
  const part = (words: readonly string[]) => {
    const to = end + words.length - a.length;
    const text = words
      .slice(Math.max(0, from - AROUND), to + AROUND)
      .join('')
      .trim();
    return `${from > AROUND ? '…' : ''}${text}${to + AROUND < words.length ? '…' : ''}`;
  };
  return `${part(a)} → ${part(b)}`;
}

/** Words on each side of what differs. */
const AROUND = 4;

/** `dev`; nothing for what is in every mode, or of none. */
export function modesText(modes: readonly string[]): string {
  return modes.length === 0 || modes.length === MODES.length ? '' : modes.join(', ');
}
