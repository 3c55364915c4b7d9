import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Example } from '../../lib/model/own-rule.js';
import { RULES } from '../../lib/rules/check.js';
import { READING_RULES } from '../../lib/validate/reading-rules.js';
import { validate } from '../../lib/validate/validate.js';
import { projectAt } from '../conventions.js';
import { IN_MEMORY, type Planted, type Setup, SURROUNDINGS } from './examples.js';
import { SAID } from './said.js';
import { found } from './world.js';

const top = mkdtempSync(join(tmpdir(), 'octest-examples-'));
// Docker Compose says the same (compose.live.test.ts), and takes most of the time
beforeAll(() => vi.stubEnv('PATH', '/nowhere'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(top, { recursive: true });
});

/** The finding that a reader of `--json` sees. */
interface Printed {
  readonly severity: string;
  readonly service?: string;
  readonly alsoIn: readonly string[];
  readonly at: string;
  readonly problem: string;
  readonly fix: string;
}

/** What the validator says by a rule of a setup that is on the disk. */
async function saidOf(rule: string, { dev, prod, tree = {} }: Setup): Promise<string[]> {
  const root = mkdtempSync(join(top, 'setup-'));
  const files: Planted = { ...tree, ...(dev && { 'dev.yml': dev }), ...(prod && { 'prod.yml': prod }) };
  for (const [path, leaf] of Object.entries(files)) {
    const absolute = join(root, path);
    mkdirSync(dirname(absolute), { recursive: true });
    if (typeof leaf === 'string') writeFileSync(absolute, leaf);
    else symlinkSync(leaf.link, absolute);
  }
  const { text } = await validate(projectAt(root), {
    ...(dev && { dev: [join(root, 'dev.yml')] }),
    ...(prod && { prod: [join(root, 'prod.yml')] }),
    json: true,
    rule: [rule],
  });
  const { findings } = JSON.parse(text) as { findings: Printed[] };
  return findings.map(({ severity, service = '-', alsoIn, at, problem, fix }) => {
    const services = [service, ...alsoIn].join('+');
    return `${severity} ${services} ${at}: ${problem}. Fix: ${fix}`
      .replaceAll(`${root}/`, '')
      .replaceAll(top, '…');
  });
}

/** Every rule, with its two examples; RULES.md shows both, and `said.ts` what is said of the wrong one. */
describe.each([...RULES, ...READING_RULES])('the examples of $id', ({ id, wrong, right }) => {
  const of = (example: Example): string[] | Promise<string[]> => {
    const inMemory = IN_MEMORY[id];
    if (inMemory) return found(id, inMemory(example.text));
    const around = SURROUNDINGS[id];
    return around ? saidOf(id, around(example)) : expect.fail(`test/rules/examples.ts has nothing of ${id}`);
  };

  it('are wrong where it says so, which is said in these words', async () => {
    expect(await of(wrong)).toEqual(SAID[id]);
  });

  it('are right where it says so', async () => {
    expect(await of(right)).toEqual([]);
  });
});
