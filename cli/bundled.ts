import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeAtomically } from '../lib/disk/files.js';
import { TOOL } from '../lib/model/tool.js';

/** What Node is started with for a process that stays: one arena, and a heap that is cleaned early. */
export const SMALL = {
  flags: ['--max-semi-space-size=1', '--optimize-for-size'],
  environment: { MALLOC_ARENA_MAX: '1' },
};

const CLOSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * A program of this folder in one file: a loader of TypeScript would take a third of the memory that it may have.
 * @param name of its file, without the ending
 * @returns the file, absolute
 */
export async function bundled(name: 'watch-process' | 'guard-process'): Promise<string> {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL(`${name}.cjs`, import.meta.url));
  const { build } = await import('esbuild');
  const source = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [source],
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    logLevel: 'warning',
  });
  const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
  return kept(`${TOOL}/${name}.cjs`, outputFiles[0]?.text ?? '', cache);
}

/**
 * Keeps a program where it is looked for next time: whole, for another start may be running it. Packages that another user has
 * installed are not this one's to write to.
 * @param cache of the packages, absolute
 */
export function kept(path: string, text: string, cache: string): string {
  try {
    writeAtomically(join(cache, path), text);
    return join(cache, path);
  } catch (error) {
    if (!CLOSED.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const own = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), path);
    writeAtomically(own, text);
    return own;
  }
}
