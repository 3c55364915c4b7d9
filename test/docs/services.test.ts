import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import {
  changedFiles,
  commitAll,
  copyRepository,
  EXAMPLE,
  type Outcome,
  start,
  TYPESCRIPT,
} from '../cli/project-copy.js';
import { blocksOf, edited, editsOf, filesListed, sectionOf, withDiff } from './page.js';

const PAGE = 'docs/services.md';
/** The two commands of the page's beginning. */
const [UPDATE = [], ADD = []] = blocksOf(readFileSync(PAGE, 'utf8'));
/** What people wrote, and what says in short what came of it. */
const REVIEWED = [
  'constructs',
  'stacks',
  'README.md',
  `${EXAMPLE}/README.md`,
  'test/snapshots/services.json',
];

/** What a reviewer reads: `git diff` without the lines that only git needs. */
function reviewed(copy: string): string {
  execFileSync('git', ['add', '--all'], { cwd: copy });
  const words = ['diff', '--cached', '--unified=0', '--no-prefix', '--find-renames', '--', ...REVIEWED];
  const diff = execFileSync('git', words, { cwd: copy, encoding: 'utf8' });
  return diff
    .split('\n')
    .filter((line) => !/^(index|@@|similarity|rename|new file|deleted file|--- |\+\+\+ |\\)/.test(line))
    .map((line) => line.replace(/^diff --git (.*)$/, (_, paths: string) => `# ${headingOf(paths)}`))
    .join('\n')
    .trimEnd();
}

/** A path, or two where the file is renamed. */
function headingOf(paths: string): string {
  return [...new Set(paths.split(' '))].join(' → ');
}

describe('who changes services as the page says', { timeout: 300_000 }, () => {
  let copy: string;
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(join(copy, path), change(read(path)));
  const tool = (name: string, ...words: readonly string[]) =>
    start(copy, [`node_modules/.bin/${name}`, ...words]);
  const snapshots = (...words: readonly string[]) =>
    tool(
      'vitest',
      ...['run', '--project', 'unit', '--typecheck.enabled=false'],
      ...['test/snapshots.test.ts', 'test/tables.test.ts', ...words],
    );
  /** What the page's two commands do, without npm and cdktf's own command around it. */
  const does: Readonly<Record<string, () => Promise<Outcome>>> = {
    'npm run synth': () => start(copy, [process.execPath, '--import', TYPESCRIPT, 'cli/index.ts', 'synth']),
    'npm run snapshots': () => snapshots('--update'),
  };
  const update = async () => {
    const outcomes = await Promise.all(
      UPDATE.map((line) => does[line]?.() ?? expect.fail(`what is ${line}?`)),
    );
    for (const each of outcomes) expect(each, each.stdout + each.stderr).toMatchObject({ code: 0 });
  };
  /** Types what a section of the page says of what people write: its command in the text, then each line of its diff. */
  const follow = async (heading: string) => {
    const section = sectionOf(readFileSync(PAGE, 'utf8'), heading);
    for (const [, line = ''] of section.matchAll(/\(`(git [^`]+)`\)/g))
      expect(await start(copy, ['sh', '-c', line])).toMatchObject({ code: 0 });
    for (const { file, lines } of editsOf(section))
      if (existsSync(join(copy, file))) edit(file, (text) => edited(text, lines));
  };
  /** Holds the diff in a section of the page to what has changed since the last commit; --update writes it. */
  const expectDiff = (heading: string) => {
    const page = readFileSync(PAGE, 'utf8');
    const diff = reviewed(copy);
    if (inject('updates')) writeFileSync(PAGE, withDiff(page, heading, diff));
    else expect(sectionOf(page, heading), 'this file, with --update, writes it').toContain(diff);
  };
  const expectPage = (heading: string) => {
    expectDiff(heading);
    expect(filesListed(sectionOf(readFileSync(PAGE, 'utf8'), heading))).toEqual(changedFiles(copy));
  };

  beforeAll(() => {
    copy = copyRepository();
  }, 280_000);

  describe('adds one', () => {
    let outcome: Outcome;
    beforeAll(async () => {
      expect(ADD).toEqual(['./scripts/new.sh service billing']);
      outcome = await start(copy, (ADD[0] ?? '').split(' '));
    }, 280_000);

    it('is told what was written, and what comes next', () => {
      expect(outcome, outcome.stdout).toMatchObject({ code: 0, stderr: '' });
      expect(outcome.stdout).toContain('./scripts/dev-mode.sh ');
      expect(outcome.stdout).toContain('localhost:8006/health');
    });

    it('changes what the page shows', () => expectPage('Add'));

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
        '{ "extends": "../tsconfig.json", "include": ["../stacks"] }',
      );
      const outcomes = [
        await tool('biome', 'check', 'constructs', 'stacks'),
        await tool('tsc', '--noEmit', '--project', 'home/tsconfig.json'),
        await snapshots('test/constructs/reference.test.ts'),
      ];
      for (const each of outcomes) expect(each, each.stdout).toMatchObject({ code: 0 });
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

  describe('changes it', () => {
    beforeAll(async () => {
      commitAll(copy);
      await follow('Change');
      await update();
    }, 280_000);

    it('changes what the page shows', () => expectPage('Change'));
  });

  describe('renames it', () => {
    beforeAll(async () => {
      commitAll(copy);
      await follow('Rename');
      await update();
    }, 280_000);

    it('changes what the page shows', () => expectPage('Rename'));

    it.each(['dev', 'clean'])('changes nothing but the name in the snapshots of %s', (word) => {
      // a longer name may break a line
      const plain = (text: string) => nameless(text).replace(/\s+/g, ' ');
      for (const end of ['compose.yml', 'terraform.json']) {
        const path = (name: string) => `test/snapshots/${word}/${name}.${end}`;
        const before = execFileSync('git', ['show', `HEAD:${path('billing')}`], {
          cwd: copy,
          encoding: 'utf8',
        });
        expect(plain(read(path('billing-service')))).toBe(plain(before));
      }
    });
  });

  describe('removes it', () => {
    beforeAll(async () => {
      commitAll(copy);
      await follow('Remove');
    });

    it('is told which snapshots are stale, and how to remove them', async () => {
      const { code, stdout, stderr } = await snapshots('--testNamePattern', 'nothing else lies there');
      expect(code).toBe(1);
      for (const path of ['dev/billing-service.compose.yml', 'clean/billing-service.terraform.json'])
        expect(stdout + stderr).toContain(`test/snapshots/${path}`);
      expect(stdout + stderr).toContain('npm run snapshots removes them');
    });

    it('changes what the page shows, and so everything is as it was', async () => {
      await update();
      expectDiff('Remove');
      const since = ['diff', '--cached', '--name-only', 'HEAD~3'];
      expect(execFileSync('git', since, { cwd: copy, encoding: 'utf8' })).toBe('');
    });
  });
});

/** Without the service's name, and without the digests that the name is part of. */
function nameless(text: string): string {
  return text
    .replaceAll(/billing(-|_)service|billing/gi, 'NAME')
    .replaceAll(/(?<=_)[0-9A-F]{8}\b/g, 'ID')
    .replaceAll(/"[0-9a-f]{12}"/g, '"DIGEST"');
}
