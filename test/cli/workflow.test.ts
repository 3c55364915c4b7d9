import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { WORKFLOW_FILE, workflowText } from '../../lib/init/foreign/project-files.js';
import { linter } from '../../lib/setup/linters.js';
import { steps, WORKFLOWS } from './workflow.js';

const LINTERS = [
  { name: 'actionlint', args: [] },
  { name: 'zizmor', args: ['--offline', '--pedantic', '--quiet'] },
] as const;

const installed = new Map(
  await Promise.all(
    LINTERS.map(async ({ name }) => {
      const { failed } = await execa(linter(name), ['--version'], { reject: false });
      return [name, !failed] as const;
    }),
  ),
);

describe('a workflow', () => {
  for (const { name, args } of LINTERS)
    it.skipIf(!installed.get(name)).each(WORKFLOWS)(`is clean for ${name}: %s`, async (path) => {
      const { all, exitCode } = await execa(linter(name), [...args, path], { reject: false, all: true });
      expect({ exitCode, all }).toEqual({ exitCode: 0, all: expect.not.stringMatching(/error|warning/) });
    });

  for (const { name, args } of LINTERS)
    it.skipIf(!installed.get(name))(`that init writes is clean for ${name}`, async () => {
      const directory = mkdtempSync(join(tmpdir(), 'twomode-workflow-'));
      try {
        const path = join(directory, WORKFLOW_FILE);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, workflowText());
        const { all, exitCode } = await execa(linter(name), [...args, path], { reject: false, all: true });
        expect({ exitCode, all }).toEqual({ exitCode: 0, all: expect.not.stringMatching(/error|warning/) });
      } finally {
        rmSync(directory, { recursive: true });
      }
    });

  it.skipIf(!installed.get('zizmor'))(
    'may use the action of this repository, which is clean too',
    async () => {
      const { all, exitCode } = await execa(
        linter('zizmor'),
        ['--offline', '--pedantic', '--quiet', 'action.yml'],
        { reject: false, all: true },
      );
      expect({ exitCode, all }).toEqual({ exitCode: 0, all: expect.not.stringMatching(/error|warning/) });
    },
  );

  it('of the night runs every test', () => {
    expect(readFileSync('.github/workflows/nightly.yml', 'utf8')).toContain(
      'run: ./scripts/test.sh --full\n',
    );
  });

  it('that validates uploads what was found after the step that finds it, whether or not that failed', () => {
    const finding = steps.findIndex(({ run }) => run?.includes('validate-mounts.sh'));
    const upload = steps.findIndex(({ uses }) => uses?.includes('upload-sarif'));
    expect(finding).toBeGreaterThan(-1);
    expect(upload).toBeGreaterThan(finding);
    expect(steps[upload]?.if).toContain(`steps.${steps[finding]?.id}.outcome != 'skipped'`);
    expect(steps[finding]?.run).toContain(`> ${steps[upload]?.with?.sarif_file}`);
  });
});
