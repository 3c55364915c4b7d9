import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { harvest } from '../disk/tree.js';
import { call } from './call.js';
import { copyProject, EXAMPLE, run } from './project-copy.js';

interface Mistake {
  readonly what: string;
  readonly make?: (copy: string) => void;
  readonly environment?: Readonly<Record<string, string>>;
  readonly message: RegExp;
  /** @default 1 */
  readonly code?: number;
}

const mistakes: readonly Mistake[] = [
  {
    what: 'a source root without a service’s directory',
    environment: { OPSCONDUCTOR_ROOT: 'home' },
    message:
      /^error: no source directory of OpsConductor is in \S+\/home: neither database, nor .*\. Fix: check OPSCONDUCTOR_ROOT/,
  },
  {
    what: 'a service that cannot be left out',
    environment: { OPSCONDUCTOR_WITHOUT: 'nobody' },
    message: /^error: there is no service "nobody"\. Fix: name one of /,
    code: 2,
  },
  {
    what: 'a cdktf.json that is not JSON',
    make: (copy) => writeFileSync(join(copy, 'cdktf.json'), '{"language": '),
    message: /^error: \S+\/cdktf\.json is not JSON/,
  },
  {
    what: 'a Compose file that somebody wrote by hand',
    make: (copy) => writeFileSync(join(copy, EXAMPLE, 'docker-compose.dev.yml'), 'services: {}\n'),
    message: /^error: \[dev\] places-are-free: docker-compose\.dev\.yml: was written by hand/,
  },
];

describe('main.ts told of', () => {
  it.each(mistakes)('$what says so in one line, fails and writes nothing', async ({
    make,
    environment,
    message,
    code: expected = 1,
  }) => {
    const copy = copyProject();
    make?.(copy);
    const state = () => [readdirSync(copy), harvest(join(copy, EXAMPLE))];
    const before = state();
    const { code, stdout, stderr } = await call(copy, [], environment);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(state()).toEqual(before);
  });
});

it('a construct without what it needs is a line for its type and a line for what came of it, never a stack trace', {
  timeout: 120_000,
}, async () => {
  const copy = copyProject();
  const stack = join(copy, 'stacks/opsconductor-stack.ts');
  const text = readFileSync(stack, 'utf8').replace(
    "'asset-service', base",
    "'asset-service', { mode, redis, migrations }",
  );
  writeFileSync(stack, text);
  const synth = () => run(copy, ['cli/index.ts', 'synth']);
  // on a busy machine the check may end after the run that started it, or have to wait for another one
  await expect.poll(async () => (await synth()).stderr, { timeout: 100_000 }).toMatch(/^type error: /);
  const { code, stdout, stderr } = await synth();
  const line = text.split('\n').findIndex((each) => each.includes('{ mode, redis, migrations }')) + 1;
  expect(stderr.trimEnd().split('\n')).toEqual([
    expect.stringMatching(
      `^type error: stacks/opsconductor-stack\\.ts:${line}: .* Property 'postgres' is missing in type`,
    ),
    expect.stringMatching(
      /^error: constructs\/python-service\.ts:\d+: TypeError: Cannot read properties of undefined/,
    ),
  ]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});
