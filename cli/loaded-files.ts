import { statSync } from 'node:fs';

/** Whether a file of TypeScript that this process runs, `main.ts` or what it imports, has changed since a moment, in milliseconds. */
export function hasChanged(since: number): boolean {
  // `typescript.mjs` notes them; what is built has none
  const loaded = Reflect.get(globalThis, Symbol.for('twomode.loaded')) as ReadonlySet<string> | undefined;
  return [...(loaded ?? [])].some((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats === undefined || stats.mtimeMs > since;
  });
}
