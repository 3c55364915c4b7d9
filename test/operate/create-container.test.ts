import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createContainer } from '../../lib/operate/create-container.js';
import { plant } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

/** A client that keeps what it sees of a call. */
const CLIENT = `#!/bin/sh
here=$(dirname "$0")
printf '%s\\n' "$@" > "$here/args"
env > "$here/environ"
file=$(printf '%s\\n' "$@" | sed -n 's/^--env-file=//p')
cat "$file" > "$here/variables"
stat -c %a "$file" > "$here/mode"
echo id
`;

it('no variable of a container stands in the arguments or the environment of the client, nor anywhere afterwards', async () => {
  const bin = plant({ docker: CLIENT });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const seen = (name: string) => readFileSync(join(bin, name), 'utf8');
  const { exitCode, stdout } = await createContainer({
    args: ['--rm', 'image'],
    variables: [
      ['PASSWORD', ' s3cret="$x" #'],
      ['PATH', '/nowhere'],
      ['TEXT', 'two\nlines'],
    ],
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'id' });
  expect(seen('variables')).toBe('PASSWORD= s3cret="$x" #\nPATH=/nowhere\n');
  expect(seen('mode')).toBe('600\n');
  expect(seen('args') + seen('environ')).not.toContain('s3cret');
  expect(seen('args')).toContain('--env=TEXT=two\nlines\n--rm\nimage\n');
  const [, file = ''] = /--env-file=(.*)/.exec(seen('args')) ?? [];
  expect(existsSync(file)).toBe(false);
});
