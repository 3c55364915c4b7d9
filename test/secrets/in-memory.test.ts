import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const HERE = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];
/** No process has it: the kernel gives none that is greater than this. Source: proc_sys_kernel(5), pid_max. */
const NOBODY = 2 ** 22 + 1;

it('what a killed command has left in memory goes with the next, but not what may be of a container that shares the directory', async () => {
  const memory = mkdtempSync('/dev/shm/oclmemory-');
  const left = (namespace: string | undefined) => `twomode-secrets-${namespace}-${NOBODY}-x`;
  try {
    for (const namespace of [HERE, '1']) mkdirSync(join(memory, left(namespace)));
    const script = `const { pathInMemory } = await import('./lib/secrets/in-memory.ts'); pathInMemory('a');`;
    await execa(process.execPath, ['--import', './cli/typescript.mjs', '--input-type=module', '-e', script], {
      env: { XDG_RUNTIME_DIR: memory },
    });
    expect(readdirSync(memory)).toEqual([left('1')]);
  } finally {
    rmSync(memory, { recursive: true });
  }
});
