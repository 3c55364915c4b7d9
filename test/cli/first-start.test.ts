import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleApp } from '../system.js';
import { call } from './call.js';
import { fakeDocker } from './fake-docker.js';
import { copyProject, EXAMPLE, type Outcome, run } from './project-copy.js';

/** Names of what is built. */
const built = exampleApp().dev.services.flatMap(({ name, image }) => (image.kind === 'build' ? [name] : []));

describe('a first start without a terminal', () => {
  let copy: string;
  let outcome: Outcome;
  let lines: string[];
  const start = (...state: string[]) =>
    call(copy, ['dev', '--detach', '--setup'], {
      ...{ OPSCONDUCTOR_PORT_OFFSET: '13345', DOCKER_HOST: '', PATH: fakeDocker([], 'empty', ...state) },
    });
  beforeAll(async () => {
    copy = copyProject();
    outcome = await start();
    lines = outcome.stdout.trimEnd().split('\n');
  }, 120_000);

  it('prints 60 lines at most, and names the file that has the rest', () => {
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    // more will be said on a machine where something has to be installed
    expect(lines.length).toBeLessThanOrEqual(40);
    const file = join(copy, EXAMPLE, '.opsconductor/start.dev.log');
    expect(lines[0]).toBe(`The whole log: ${file}`);
    const log = readFileSync(file, 'utf8');
    expect(log.split('\n').length).toBeGreaterThan(665);
    for (const name of built) expect(log).toContain(`\n${name}: Step 59\n`);
    expect(log).toContain('\nContainer c299 Healthy\n');
  });

  it('has a line for each image when it is done', () => {
    for (const name of built)
      expect(outcome.stdout).toMatch(new RegExp(`^ {2}${name}: done \\(\\d+\\.\\d s\\)$`, 'm'));
  });

  it('that fails names the step that failed, and says why once', async () => {
    const { code, stdout, stderr } = await start('offline');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}\w[\w-]+: failed$/m);
    expect(`${stdout}${stderr}`.split('no route to host')).toHaveLength(2);
    expect(stderr).toMatch(
      /^error: the image of [\w-]+ was not built:\n.*no route to host\nFix: .*\.log\.\n$/,
    );
  });
});

it('a start of prod is refused where a type is wrong: what it forbids would fall away', async () => {
  const copy = copyProject();
  const file = join(copy, 'stacks/opsconductor-stack.ts');
  const text = readFileSync(file, 'utf8');
  const mistaken = text.replace("'asset-service', base", "'asset-service', { ...base, memry: 128 }");
  expect(mistaken).not.toBe(text);
  writeFileSync(file, mistaken);
  const PATH = fakeDocker([], 'empty');
  const { code, stderr } = await run(copy, ['cli/index.ts', 'prod', '--setup'], {
    ...{ OPSCONDUCTOR_PORT_OFFSET: '13345', DOCKER_HOST: '', PATH },
  });
  expect(stderr).toMatch(
    /^type error: stacks\/opsconductor-stack\.ts:\d+: .*'memry'.*\nerror: prod is not started with 1 type error\. Fix: correct what is named above\.\n$/,
  );
  expect(code).toBe(1);
  // the engine was not even asked
  expect(existsSync(join(PATH.split(delimiter)[0] ?? '', 'calls'))).toBe(false);
}, 120_000);
