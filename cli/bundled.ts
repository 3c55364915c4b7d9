import { fileURLToPath } from 'node:url';
import { TOOL } from '../lib/model/tool.js';

/** What Node is started with for a process that stays: one arena, and a heap that is cleaned early. */
export const SMALL = {
  flags: ['--max-semi-space-size=1', '--optimize-for-size'],
  environment: { MALLOC_ARENA_MAX: '1' },
};

/**
 * A program of this folder in one file: a loader of TypeScript would take a third of the memory that it may have.
 * @param name of its file, without the ending
 * @returns the file, absolute
 */
export async function bundled(name: 'watch-process' | 'guard-process'): Promise<string> {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL(`${name}.cjs`, import.meta.url));
  const { build } = await import('esbuild');
  const outfile = fileURLToPath(new URL(`../node_modules/.cache/${TOOL}/${name}.cjs`, import.meta.url));
  const source = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    logLevel: 'warning',
  });
  return outfile;
}
