import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMENT_MARK, EMPTY_MARK, LOSES_MARK } from '../../lib/diff/markdown.js';
import { call } from '../cli/call.js';
import { commitAll, copyRepository, type Outcome, PROJECT, start } from '../cli/project-copy.js';
import { FakeGitHub } from './github.js';

const BOT = 'github-actions[bot]';
let github: FakeGitHub;
let api: string;
/** A repository of the project, and its first commit, which is the project as it is. */
let copy: string;
let original: string;

beforeAll(() => {
  copy = copyRepository();
  original = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: copy, encoding: 'utf8' }).trim();
}, 120_000);

beforeEach(async () => {
  github = new FakeGitHub();
  api = await github.start();
});
afterEach(() => github.stop());

/** The workflow's second job. */
function comment(report: string, token = 'secret-token'): Promise<Outcome> {
  return start(PROJECT, [process.execPath, 'scripts/diff-comment.mjs'], {
    ...{ GITHUB_API_URL: api, GITHUB_REPOSITORY: 'acme/shop', GITHUB_TOKEN: token },
    ...{ PULL_REQUEST: '7', REPORT: report },
  });
}

/** What the first job gives to the second. */
function outputOf(file: string): string {
  const [, , text] = /^report<<(.*)\n([\s\S]*)\n\1\n$/.exec(readFileSync(file, 'utf8')) ?? [];
  return text ?? '';
}

function edit(copy: string, file: string, from: string, to: string): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe('the job of a pull request', () => {
  let report: string;
  let first: Outcome;

  beforeAll(async () => {
    edit(copy, 'constructs/asset-service.ts', "dir('data')", "dir('data'), file('Dockerfile')");
    edit(copy, 'constructs/redis.ts', 'redis_data', 'redis_files');
    writeFileSync(
      join(copy, 'examples/opsconductor/identity-service/Dockerfile'),
      `${readFileSync(join(copy, 'examples/opsconductor/identity-service/Dockerfile'), 'utf8')}# changed\n`,
    );
    commitAll(copy);
    const [output, summary] = ['output', 'summary'].map((name) => join(copy, 'home', name)) as [
      string,
      string,
    ];
    first = await start(copy, ['bash', 'scripts/diff-report.sh', 'HEAD^1'], {
      ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
    });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    report = outputOf(output);
    expect(readFileSync(summary, 'utf8')).toBe(`${report}\n`);
  }, 120_000);

  it('says what the change does, in a comment that is read in a minute', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(report.replace(/\([0-9a-f]{7}\)/, '(COMMIT)')).toMatchInlineSnapshot(`
      "<!-- twomode diff -->
      <!-- twomode diff: loses data -->
      ### DATA AT STAKE: 1 data volume no longer mounted. dev: 2 services rebuilt, 1 replaced; prod: 1 service rebuilt, 1 replaced.

      > [!CAUTION]
      > - **lost data**, redis: opsconductor-redis\\_files-\\* takes the place of opsconductor-redis\\_data-\\* and starts empty; what is in opsconductor-redis\\_data-\\* stays there, and is not seen

      | service | dev | prod |
      |---|---|---|
      | redis | replaced | replaced |
      | asset-service | rebuilt | – |
      | identity-service | rebuilt | rebuilt |

      \`\`\`mermaid
      flowchart LR
        s_redis["redis"]:::changed
        s_asset_service["asset-service"]:::changed
        s_identity_service["identity-service"]:::changed
        s_communication_service["communication-service"]
        s_network_service["network-service"]
        s_automation_service["automation-service"]
        s_ai_brain["ai-brain"]
        s_frontend["frontend"]
        s_asset_service --> s_redis
        s_communication_service --> s_redis
        s_network_service --> s_redis
        s_identity_service --> s_redis
        s_automation_service --> s_asset_service
        s_ai_brain --> s_asset_service
        s_frontend --> s_redis
        classDef changed stroke:#d29922,stroke-width:3px
      \`\`\`
      <sub>An arrow means "waits for". Thick: touched; dashed: gone.</sub>

      <details><summary>redis</summary>

      - **changed** data volume /data: opsconductor-redis\\_data-\\* → opsconductor-redis\\_files-\\*

      </details>

      <details><summary>asset-service</summary>

      - **new** mount /app/Dockerfile: asset-service/Dockerfile, a file, read-only (dev)
      - **changed** image files: asset-service/Dockerfile (dev)
      - **changed** 1 file baked before, now live: asset-service/Dockerfile

      </details>

      <details><summary>identity-service</summary>

      - **changed** image files: identity-service/Dockerfile

      </details>

      <sub>Compared with HEAD^1 (COMMIT).</sub>"
    `);
  });

  it('comments, and fails for data that is left behind until a label allows it', async () => {
    expect(await comment(report)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('give the pull request the label data-may-move'),
    });
    expect(github.comments.map(({ body }) => body)).toEqual([report]);
    github.labels.push('data-may-move');
    expect(await comment(report)).toMatchObject({ code: 0, stdout: '' });
    expect(github.writes).toEqual(['POST /7/comments']);
  });
});

describe('diff', () => {
  // `call` describes with the project's own constructs: those of the first commit
  const main = 'stacks/opsconductor.ts';

  beforeAll(() => {
    execFileSync('git', ['checkout', '--quiet', original, '--', 'examples'], { cwd: copy });
    edit(copy, main, 'export const', "if (process.env.HOME) throw new Error('half a change');\nexport const");
    commitAll(copy);
    edit(copy, main, "if (process.env.HOME) throw new Error('half a change');\n", '');
  });

  it('reads the committed files of a base whose code does not run, and finds the same system in them', async () => {
    const { code, stdout, stderr } = await call(copy, ['diff']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^No differences\.\nCompared with HEAD \([0-9a-f]{7}\)\.\nThe code of [0-9a-f]{7} does not describe it \(.*half a change.*\): its committed Compose files do\.\n$/,
    );
  });

  it('ends with 2 where a file of an image is edited: restarted in dev, rebuilt in prod', async () => {
    const file = join(copy, 'examples/opsconductor/ai-brain/main_clean.py');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    const { code, stdout } = await call(copy, ['diff', '--base', original, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'No data touched. dev: 1 service restarted; prod: 1 service rebuilt.',
      stakes: [],
      services: [{ service: 'ai-brain', effects: { dev: 'restart', prod: 'rebuild' } }],
    });
  });

  it('says that it does not see edits in a source root which is not in the repository', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'octest-outside-'));
    cpSync(join(copy, 'examples/opsconductor'), outside, { recursive: true });
    const { stdout } = await call(copy, ['diff', '--base', original], { OPSCONDUCTOR_ROOT: outside });
    rmSync(outside, { recursive: true });
    expect(stdout).toContain(`\nEdits in ${outside} are not seen: it is not in this repository.`);
  });

  it('leaves nothing behind in the repository, and ends with 1 for a revision that is not there', async () => {
    const { code, stderr } = await call(copy, ['diff', '--base', '--upload-pack=x']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: there is no revision "--upload-pack=x" in .*\. Fix: name a commit, .*\n$/,
    );
    const worktrees = execFileSync('git', ['worktree', 'list'], { cwd: copy, encoding: 'utf8' });
    expect(worktrees.trim().split('\n')).toHaveLength(1);
  });
}, 240_000);

describe('the comment of a pull request', () => {
  const report = `${COMMENT_MARK}\n### No data touched.`;

  it('is updated in place, behind a hundred others', async () => {
    for (let i = 0; i < 120; i++) github.say('somebody', `remark ${i}`);
    github.say(BOT, `${COMMENT_MARK}\n### Of yesterday.`);
    await comment(report);
    expect(github.comments.at(-1)?.body).toBe(report);
    expect(github.writes).toEqual(['PATCH /comments/220']);
  });

  it('is one: what a second run wrote beside it is removed', async () => {
    for (const text of ['first', 'second']) github.say(BOT, `${COMMENT_MARK}\n${text}`);
    await comment(report);
    expect(github.comments.map(({ body }) => body)).toEqual([report]);
  });

  it('is removed when nothing is left to say', async () => {
    github.say(BOT, report);
    await comment(`${COMMENT_MARK}\n${EMPTY_MARK}\n### No differences.`);
    expect(github.comments).toEqual([]);
  });

  it('is never somebody else’s, though it has the mark', async () => {
    github.say('mallory', `${COMMENT_MARK}\nmine`);
    await comment(report);
    expect(github.comments.map(({ body }) => body)).toEqual([`${COMMENT_MARK}\nmine`, report]);
  });

  it('is left to the summary where the token of a fork only reads; a label is asked for all the same', async () => {
    github.readOnly = true;
    expect(await comment(report)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('summary of the job'),
    });
    expect((await comment(`${COMMENT_MARK}\n${LOSES_MARK}\n### DATA AT STAKE`)).code).toBe(1);
  });

  it('does not ask for a label because of words of the change', async () => {
    expect((await comment(`${report}\n\n\n${LOSES_MARK}`)).code).toBe(0);
  });

  it('is written although GitHub stumbles twice', async () => {
    github.failures = 2;
    expect((await comment(report)).code).toBe(0);
    expect(github.comments).toHaveLength(1);
  });

  it('says what is wrong with a token, and never shows it', async () => {
    const { code, stdout, stderr } = await comment(report, 'wrong-token');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe('::error::GitHub answers 401 to GET /issues/7/comments?per_page=100&page=1\n');
  });
});
