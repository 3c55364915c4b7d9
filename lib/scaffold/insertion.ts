import type { Insertion } from '../construct/service-template.js';

/** @returns the text with the insertion made, or nothing where no place matches */
export function inserted(text: string, { after, text: added }: Insertion): string | undefined {
  const flags = after.flags.includes('g') ? after.flags : `${after.flags}g`;
  const last = [...text.matchAll(new RegExp(after.source, flags))].at(-1);
  if (!last) return;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}\n${added}${text.slice(end)}`;
}
