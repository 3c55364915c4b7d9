import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endWithTypes } from '../../cli/type-check.js';
import { checkTypes } from '../../lib/types/check-types.js';
import { takeTurn, waitForTurn } from '../../lib/types/turn.js';
import { keepResult, knownResult } from '../../lib/types/type-results.js';

let directory: string;
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'opsconductor-test-')));
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "types": [], "noLib": true } }',
  );
  write('main.ts', "import { a } from './a.js';\n\nexport const b: string = a;\n");
  write('a.ts', 'export const a = 1;\n');
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(file: string, text: string): void {
  writeFileSync(join(directory, file), text);
}

async function check(): Promise<void> {
  const result = await checkTypes(directory);
  if (result) keepResult(directory, result);
}

const WRONG = { file: 'main.ts', line: 3, text: "Type 'number' is not assignable to type 'string'." };

describe('the types of a project', () => {
  it('are said to be wrong in one line with its place', async () => {
    await check();
    expect(knownResult(directory)?.errors).toEqual([WRONG]);
  });

  it('are known as long as no text changes, and again when one is as it was', async () => {
    await check();
    write('a.ts', "export const a = '1';\n");
    expect(knownResult(directory)).toBeUndefined();
    await check();
    expect(knownResult(directory)?.errors).toEqual([]);
    write('a.ts', 'export const a = 1;\n');
    expect(knownResult(directory)?.errors).toEqual([WRONG]);
  });

  it('are unknown again when a file comes that was missing', async () => {
    rmSync(join(directory, 'a.ts'));
    await check();
    expect(knownResult(directory)?.errors).toMatchObject([
      { line: 1, text: expect.stringContaining("'./a.js'") },
    ]);
    write('a.ts', "export const a = '1';\n");
    expect(knownResult(directory)).toBeUndefined();
  });

  it('say why at the end of the same line', async () => {
    write(
      'main.ts',
      'const f = (x: { a: number; b: { c: string } }) => x;\nf({ a: 1, b: { c: 2 } } as const);\n',
    );
    await check();
    const [found] = knownResult(directory)?.errors ?? [];
    expect(found?.text).toMatch(/^Argument of type .* '2' is not assignable to type 'string'\.$|^Type .*/);
    expect(found?.text).not.toContain('\n');
  });

  it('are nobody’s concern without a tsconfig.json', async () => {
    rmSync(join(directory, 'tsconfig.json'));
    expect(await checkTypes(directory)).toBeUndefined();
  });
});

describe('the turn to check them', () => {
  it('has one process at a time', () => {
    const end = takeTurn(directory);
    expect(takeTurn(directory)).toBeUndefined();
    end?.();
    expect(takeTurn(directory)).toBeDefined();
  });

  it('is nobody’s whose process is gone', () => {
    expect(takeTurn(directory)).toBeDefined();
    // no process has so high a number
    write('node_modules/.cache/twomode/types.pid', '99999999');
    expect(takeTurn(directory)).toBeDefined();
  });

  it('is waited for, unless the one who has it makes it needless', async () => {
    const end = takeTurn(directory);
    expect(await waitForTurn(directory, () => true)).toBeUndefined();
    setTimeout(() => end?.(), 50);
    expect(await waitForTurn(directory, () => false)).toBeDefined();
  });
});

describe('a run at its end', () => {
  afterEach(() => {
    process.exitCode = undefined;
    vi.restoreAllMocks();
  });
  /** Those of a machine on which the check takes longer than a run waits. */
  const late = (file: string) => ({
    errors: async () => [{ file, line: 1, text: 'is no string' }],
    errorsSoon: async () => [],
  });

  it('fails by a type error if it was asked whether all is right, and waits to know it', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await endWithTypes(late('constructs/a.ts'), 'validate');
    expect(said.mock.calls).toEqual([['type error: constructs/a.ts:1: is no string']]);
    expect(process.exitCode).toBe(1);
  });

  it('keeps the code that it has for a call that is wrong', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    process.exitCode = 2;
    await endWithTypes(late('constructs/b.ts'), 'validate');
    expect(process.exitCode).toBe(2);
  });

  it('is as it was if it did something else', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await endWithTypes(late('constructs/c.ts'), 'dev');
    expect([said.mock.calls, process.exitCode]).toEqual([[], undefined]);
  });
});
