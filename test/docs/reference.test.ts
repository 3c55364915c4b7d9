import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';

it('the reference is what the public API says of itself, all of which is documented: npm run reference', async () => {
  const out = mkdtempSync(join(tmpdir(), 'twomode-reference-'));
  try {
    // it ends with an error for whatever has no docstring
    const { exitCode, all } = await execa('typedoc', ['--out', out, '--logLevel', 'Warn'], {
      preferLocal: true,
      all: true,
      reject: false,
    });
    expect({ exitCode, all }).toEqual({ exitCode: 0, all: '' });
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toBe(
      readFileSync('docs/reference/README.md', 'utf8'),
    );
  } finally {
    rmSync(out, { recursive: true });
  }
});
