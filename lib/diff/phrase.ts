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
      : `${what}: ${before} → ${after}`;
  const value = after ?? before ?? '';
  return value === '' ? what : `${what}: ${value}`;
}

/** `dev`; nothing for what is in every mode, or of none. */
export function modesText(modes: readonly string[]): string {
  return modes.length === 0 || modes.length === MODES.length ? '' : modes.join(', ');
}
