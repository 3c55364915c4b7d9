import { fileURLToPath } from 'node:url';

/** A program that stays: one arena, and a heap that is cleaned early. */
export interface Staying {
  /** What Node is started with before the program's own words. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A program of this folder that runs for days: in the package it is one file, in a checkout it is loaded as everything is. */
export function staying(name: 'watch-process' | 'guard-process'): Staying {
  const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const program = import.meta.url.endsWith('.js')
    ? [at(`${name}.cjs`)]
    : ['--import', at('typescript.mjs'), at(`${name}.ts`)];
  return {
    words: ['--max-semi-space-size=1', '--optimize-for-size', ...program],
    environment: { MALLOC_ARENA_MAX: '1' },
  };
}
