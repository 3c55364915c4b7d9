import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { validate } from '../../lib/validate/validate.js';
import type { ValidateOptions } from '../../lib/validate/validation.js';
import { projectAt } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { services } from './judge.js';

afterEach(() => vi.unstubAllEnvs());

const OLD = ['a: {image: example/a:1, user: "1", privileged: true}', 'b: {image: example/b:1}'];

/** A project, and what is said of it. */
function project(): {
  write: (name: string, text: string) => void;
  run: (options?: ValidateOptions) => ReturnType<typeof validate>;
} {
  const root = plant();
  vi.stubEnv('TWOMODE_CALLED_FROM', root);
  return {
    write: (name, text) => writeFileSync(join(root, name), text),
    run: (options) => validate(projectAt(root), { dev: ['compose.yaml'], ...options }),
  };
}

describe('a baseline', () => {
  it('accepts what was found on its day, wherever the lines have moved, and not what is new', async () => {
    const { write, run } = project();
    write('compose.yaml', services(...OLD));
    const old = await run({ json: true });
    expect(old.exitCode).toBe(1);
    write('baseline.json', old.text);
    write('compose.yaml', `# a comment\n\n${services(...OLD)}`);
    const accepted = await run({ baseline: 'baseline.json' });
    expect(accepted).toEqual({
      text: expect.stringMatching(/: no error, 2 accepted by the baseline$/),
      exitCode: 0,
    });
    write('compose.yaml', services(...OLD, 'c: {image: example/c:1, user: "1", privileged: true}'));
    const { text, exitCode } = await run({ baseline: 'baseline.json' });
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^c\n {2}error: privileged: is privileged/);
    expect(text).toMatch(/: 1 error, 2 accepted by the baseline$/);
  });

  it('is a file that --json has written', async () => {
    const { write, run } = project();
    write('compose.yaml', services(...OLD));
    write('other.json', '{"findings": [{}]}');
    await expect(run({ baseline: 'other.json' })).rejects.toThrow(/other\.json is not a baseline/);
    await expect(run({ baseline: 'none.json' })).rejects.toThrow(/none\.json cannot be read/);
  });
});

it('only what is at least as severe as the level is reported', async () => {
  const { write, run } = project();
  write('compose.yaml', services(...OLD, 'c: {image: "python:3"}'));
  const kinds = async (level: 'error' | 'warning' | 'note') =>
    (JSON.parse((await run({ json: true, level })).text).findings as { severity: string }[]).map(
      ({ severity }) => severity,
    );
  expect(await kinds('error')).toEqual(['error']);
  expect(await kinds('warning')).toEqual(['error', 'warning']);
  expect(await kinds('note')).toEqual(['error', 'warning', 'note']);
});
