import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { changedFiles, copyRepository, start } from '../cli/project-copy.js';
import { filesListed, sectionOf } from './page.js';
import { addRule, RULE } from './rule-by-hand.js';

const document = readFileSync('CONTRIBUTING.md', 'utf8');

const ok = { code: 0 };
const tool = (copy: string, name: string, ...words: readonly string[]) =>
  start(copy, [`node_modules/.bin/${name}`, ...words]);
const tests = (copy: string, ...words: readonly string[]) =>
  tool(copy, 'vitest', 'run', '--project', 'unit', '--typecheck.enabled=false', ...words);

describe('who adds a rule as CONTRIBUTING.md says', { timeout: 300_000 }, () => {
  let copy: string;
  beforeAll(async () => {
    copy = copyRepository();
    addRule(copy);
    const { stdout } = await start(copy, ['./scripts/validate-mounts.sh', '--rules']);
    writeFileSync(join(copy, 'docs/RULES.md'), stdout);
  }, 120_000);

  it('touches the files that it says, and no other', () => {
    expect(filesListed(sectionOf(document, 'Add a rule'), { ID: RULE.id, GROUP: RULE.group })).toEqual(
      changedFiles(copy),
    );
  });

  it('has it find what it is for, in both modes', async () => {
    const { code, stdout } = await start(copy, ['./scripts/validate-mounts.sh', '--rule', RULE.id]);
    expect(code).toBe(0);
    expect(stdout).toContain('warning: image: has the moving tag of "prefecthq/prefect:3-latest"');
    expect(stdout).toMatch(/ dev and prod {2}fixed-tags$/m);
  });

  it('leaves formatting and tests clean', async () => {
    const files = [
      'test/rules/check.test.ts',
      `test/rules/${RULE.group}.test.ts`,
      'test/rules/examples.test.ts',
      'test/docs/validator.test.ts',
    ];
    const outcomes = [await tool(copy, 'biome', 'check', 'lib', 'test/rules'), await tests(copy, ...files)];
    for (const each of outcomes) expect(each, each.stdout).toMatchObject(ok);
  });
});
