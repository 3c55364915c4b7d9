import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { changedFiles, copyRepository, EXAMPLE, type Outcome, start } from '../cli/project-copy.js';
import { addRule, RULE } from './rule-by-hand.js';

const document = readFileSync('CONTRIBUTING.md', 'utf8');

/** The files that a section of CONTRIBUTING.md lists, sorted, with names in the place of its words in capitals. */
function listed(heading: string, names: Readonly<Record<string, string>>): string[] {
  const section = document.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const bullets = [...section.matchAll(/^- (`[^:]+`):/gm)].map((match) => match[1] ?? '');
  const paths = bullets.flatMap((bullet) =>
    [...bullet.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  );
  const named = paths.map((path) => path.replaceAll(/\b[A-Z]{2,}\b(?!\.md)/g, (word) => names[word] ?? word));
  return named.sort();
}

const ok = { code: 0 };
const tool = (copy: string, name: string, ...words: readonly string[]) =>
  start(copy, [`node_modules/.bin/${name}`, ...words]);
const tests = (copy: string, ...words: readonly string[]) =>
  tool(copy, 'vitest', 'run', '--project', 'unit', '--typecheck.enabled=false', ...words);

describe('who adds a service as CONTRIBUTING.md says', { timeout: 300_000 }, () => {
  let copy: string;
  let outcome: Outcome;
  beforeAll(async () => {
    copy = copyRepository();
    outcome = await start(copy, ['./scripts/new.sh', 'service', 'billing']);
  }, 120_000);
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');

  it('is told what was written, and what comes next', () => {
    expect(outcome, outcome.stdout).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('./scripts/dev-mode.sh ');
    expect(outcome.stdout).toContain('localhost:8006/health');
    expect(outcome.stdout).not.toContain('not written');
  });

  it('touches the files that it says, and no other', () => {
    expect(listed('Add a service', { NAME: 'billing' })).toEqual(changedFiles(copy));
  });

  it.each([
    ['dev', 'dev'],
    ['prod', 'clean'],
  ])('has it in %s, by both engines', (mode, word) => {
    const container = `opsconductor-billing-${word}`;
    expect(read(`${EXAMPLE}/docker-compose.${word}.yml`)).toContain(`container_name: ${container}\n`);
    expect(read(`cdktf.out/stacks/${mode}/cdk.tf.json`)).toContain(`"name": "${container}"`);
  });

  it('leaves formatting, types and tests clean', async () => {
    writeFileSync(
      join(copy, 'home/tsconfig.json'),
      '{ "extends": "../tsconfig.json", "include": ["../stacks", "../test/reference-table.ts"] }',
    );
    const files = [
      'test/snapshots.test.ts',
      'test/constructs/reference.test.ts',
      'test/docs/documents.test.ts',
    ];
    const outcomes = [
      await tool(copy, 'biome', 'check', 'constructs', 'stacks', 'test/reference-table.ts'),
      await tool(copy, 'tsc', '--noEmit', '--project', 'home/tsconfig.json'),
      await tests(copy, ...files, '--testNamePattern', "renderer|Terraform file|README's table"),
    ];
    for (const each of outcomes) expect(each, each.stdout).toMatchObject(ok);
  });

  it('is refused the same name again, in one line, before anything is written', async () => {
    const before = changedFiles(copy);
    const again = await start(copy, ['./scripts/new.sh', 'service', 'billing']);
    expect(again).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: a service billing already exists. Fix: choose another name.\n',
    });
    expect(changedFiles(copy)).toEqual(before);
  });
});

describe('who adds a rule as CONTRIBUTING.md says', { timeout: 300_000 }, () => {
  let copy: string;
  beforeAll(async () => {
    copy = copyRepository();
    addRule(copy);
    const { stdout } = await start(copy, ['./scripts/validate-mounts.sh', '--rules']);
    writeFileSync(join(copy, 'docs/RULES.md'), stdout);
  }, 120_000);

  it('touches the files that it says, and no other', () => {
    expect(listed('Add a rule', { ID: RULE.id, GROUP: RULE.group })).toEqual(changedFiles(copy));
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
