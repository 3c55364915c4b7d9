import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMENT_MARK, LOSES_MARK } from '../../lib/diff/markdown.js';
import { executable } from '../../lib/init/executable.js';
import { projectFiles } from '../../lib/init/foreign/project-files.js';
import { workflowFiles } from '../../lib/init/foreign/workflows.js';
import { writeProject } from '../../lib/init/new-project.js';
import { WORKFLOW_LINTERS } from '../cli/workflow-linters.js';
import { FakeGitHub } from '../diff/github.js';

const workflows = workflowFiles(true);
const files = new Map([
  ...projectFiles({ name: 'shop' }).map(([path, text]) => [`infra/${path}`, text] as const),
  ...workflows,
  executable('shop', []),
]);
const root = mkdtempSync(join(tmpdir(), 'twomode-written-'));
writeProject(root, { files });
afterAll(() => rmSync(root, { recursive: true }));

describe('what init writes for others to run', () => {
  const scripts = [...files].flatMap(([path, text]) => (text.startsWith('#!') ? [path] : []));

  it('is clean for shellcheck: each script, and both executables', async ({ skip }) => {
    if ((await execa('shellcheck', ['--version'], { reject: false })).failed) skip('no shellcheck');
    expect(scripts).toContain('infra/shop');
    expect(scripts).toContain('shop');
    const { stdout } = await execa('shellcheck', ['--shell=sh', ...scripts], { cwd: root, reject: false });
    expect(stdout).toBe('');
  });

  const paths = workflows.flatMap(([path]) => (path.endsWith('.yml') ? [path] : []));
  for (const { name, isThere, findings } of WORKFLOW_LINTERS)
    it.skipIf(!isThere).each(paths)(`is clean for ${name}: %s`, async (path) => {
      expect(await findings(join(root, path))).toBe('');
    });
});

/** The steps of the workflow that comments, in a checkout where `npx twomode diff` prints what it is told. */
describe('the workflow that comments on a pull request', () => {
  const { jobs } = parse(readFileSync(join(root, '.github/workflows/twomode-diff.yml'), 'utf8'));
  const runOf = (job: string): string => jobs[job].steps.at(-1).run;
  const github = new FakeGitHub();
  let api: string;
  beforeAll(async () => {
    api = await github.start();
    writeProject(root, {
      files: new Map([
        // it is called in infra/
        ['bin/npx', '#!/bin/sh\ncd ..\necho "$*" >> asked\ncat report.md\nexit "$(cat code)"\n'],
        // whether the base has the description
        ['bin/git', '#!/bin/sh\ntest "$*" = "cat-file -e HEAD^1:infra/main.ts" && test ! -e new\n'],
      ]),
    });
  });
  afterAll(() => github.stop());

  async function pullRequest(report: string, code: number) {
    writeFileSync(join(root, 'report.md'), `${report}\n`);
    writeFileSync(join(root, 'code'), String(code));
    for (const file of ['output', 'summary', 'asked']) writeFileSync(join(root, file), '');
    const env = {
      ...{
        PATH: `${join(root, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
        RUNNER_TEMP: join(root, 'infra'),
      },
      ...{ GITHUB_OUTPUT: join(root, 'output'), GITHUB_STEP_SUMMARY: join(root, 'summary') },
    };
    const shell = (command: string, more: Readonly<Record<string, string>> = {}) =>
      execa('bash', ['-e', '-o', 'pipefail', '-c', command], {
        ...{ cwd: root, env: { ...env, ...more }, reject: false, all: true },
      });
    const compared = await shell(runOf('compare'));
    if (compared.exitCode !== 0) return { compared: compared.exitCode };
    const [, , output = ''] =
      /^report<<(.*)\n([\s\S]*)\n\1\n$/.exec(readFileSync(join(root, 'output'), 'utf8')) ?? [];
    if (output === '') return { compared: 0 };
    const commented = await shell(runOf('comment'), {
      ...{ GITHUB_API_URL: api, GITHUB_REPOSITORY: 'acme/shop', GITHUB_TOKEN: 'secret-token' },
      ...{ PULL_REQUEST: '7', REPORT: output },
    });
    return {
      ...{ compared: 0, commented: commented.exitCode, said: commented.all },
      asked: readFileSync(join(root, 'asked'), 'utf8'),
      summary: readFileSync(join(root, 'summary'), 'utf8'),
    };
  }

  it('writes the report into the summary and one comment, and asks for a label where data is left behind', async () => {
    const report = `${COMMENT_MARK}\n${LOSES_MARK}\n### DATA AT STAKE`;
    expect(await pullRequest(report, 2)).toEqual({
      ...{ compared: 0, commented: 1, said: expect.stringContaining('data-may-move') },
      ...{ asked: 'twomode diff --base HEAD^1 --markdown\n', summary: `${report}\n` },
    });
    const next = `${COMMENT_MARK}\n### No data touched.`;
    expect(await pullRequest(next, 2)).toMatchObject({ compared: 0, commented: 0 });
    expect(github.comments.map(({ body }) => body)).toEqual([next]);
  });

  it('fails where nothing could be compared, and says nothing then', async () => {
    expect(await pullRequest('', 1)).toEqual({ compared: 1 });
  });

  it('has nothing to say of the pull request that adds the description', async () => {
    writeFileSync(join(root, 'new'), '');
    expect(await pullRequest('', 1)).toEqual({ compared: 0 });
    expect(jobs.comment.if).toContain("needs.compare.outputs.report != ''");
  });
});
