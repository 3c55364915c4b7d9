import type { ContextEntry } from '../disk/context.js';
import { formatSize } from '../model/format-size.js';
import type { Description } from './description.js';

/** Bytes from which on a build context is worth a word: each build sends it to the engine. */
const LARGE = 100_000_000;

/** A line for each directory whose build context is large, with its largest file. */
export function largeContexts({ systems, sources }: Pick<Description, 'systems' | 'sources'>): string[] {
  const lines = systems.prod.services.flatMap(({ name, image }) => {
    if (image.kind !== 'build') return [];
    const { entries } = sources.context(image.source, 'prod');
    const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (size < LARGE) return [];
    const [largest] = [...entries].sort((a, b) => sizeOf(b) - sizeOf(a));
    const most = largest ? `, ${formatSize(sizeOf(largest))} of it ${largest.path}` : '';
    const ignore = `${image.source.directory}/.dockerignore`;
    return [
      `warning: the build context of ${name} is ${formatSize(size)}${most}. Fix: leave out in ${ignore} what the image does not need.`,
    ];
  });
  return [...new Set(lines)];
}

function sizeOf({ content }: ContextEntry): number {
  return 'link' in content ? 0 : content.size;
}
