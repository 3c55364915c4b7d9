import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyProject, EXAMPLE } from './project-copy.js';
import { steps } from './workflow.js';

/** The workflow's own commands in a fresh checkout, one after the other, as GitHub's runner calls them. */
describe("the workflow's steps", { timeout: 600_000 }, () => {
  const commands = steps.flatMap(({ run }) => run ?? []);
  let checkout: string;
  const runStep = (command: string) =>
    execa('bash', ['-e', '-c', command], { cwd: checkout, reject: false, all: true });
  const results = () => {
    const log = JSON.parse(readFileSync(join(checkout, 'validate-mounts.sarif'), 'utf8'));
    return log.runs[0].results as {
      level: string;
      ruleId: string;
      suppressions?: unknown;
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
    }[];
  };
  const errors = () => results().filter(({ level, suppressions }) => level === 'error' && !suppressions);

  beforeAll(async () => {
    checkout = copyProject();
    // a link to the packages of this checkout, which npm would empty
    rmSync(join(checkout, 'node_modules'));
    await execa('git', ['init', '--quiet'], { cwd: checkout });
  });

  it('pass in a fresh checkout, and leave a report without errors', async () => {
    for (const command of commands) {
      const { exitCode, all } = await runStep(command);
      expect({ command, exitCode }, all).toEqual({ command, exitCode: 0 });
    }
    expect(errors()).toEqual([]);
  });

  it('fail where a mounted file is missing, and the report names the line', async () => {
    rmSync(join(checkout, EXAMPLE, 'asset-service/main.py'));
    const { exitCode } = await runStep(commands.at(-1) ?? '');
    expect(exitCode).toBe(1);
    expect(errors()).toContainEqual(expect.objectContaining({ ruleId: 'source-exists' }));
    const uris = errors().map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    expect(uris).toContain('constructs/asset-service.ts');
  });
});
