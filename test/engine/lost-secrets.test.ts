import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasNoLostSecrets, refuseLostSecrets } from '../../lib/engine/lost-secrets.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('dev', [
  serviceSpec('dev', {
    environment: { PASSWORD: [{ secret: 'PASSWORD' }] },
    mounts: [volume('acme-data-dev')],
  }),
]);

/** An engine that answers `docker volume inspect` like this. */
function engine(answer: string): void {
  const directory = plant({ docker: `#!/bin/sh\n${answer}\n` });
  chmodSync(join(directory, 'docker'), 0o755);
  vi.stubEnv('PATH', `${directory}${delimiter}${process.env.PATH}`);
}

const THERE = 'exit 0';
const NONE = 'echo "Error: No such volume: x" >&2; exit 1';
const DOWN = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';

afterEach(() => vi.unstubAllEnvs());

describe('a checkout without the secret of data that is there', () => {
  const message = async (owner: string | undefined) => {
    const root = plant();
    const { message, fix } = await refuseLostSecrets(root, system, async () => owner).then(
      () => expect.fail('was not refused'),
      (error: { message: string; fix: string }) => error,
    );
    return `${message} | ${fix}`.replaceAll(root, 'HERE');
  };
  beforeEach(() => engine(THERE));

  it('is told the checkout that it belongs to, and two ways before that of losing it', async () => {
    expect(await message('/there')).toBe(
      'the data volume acme-data-dev belongs to another checkout, /there: HERE/.opsconductor/secrets.dev.env has no PASSWORD | ' +
        'for a system of its own here set OPSCONDUCTOR_NAME=second and OPSCONDUCTOR_PORT_OFFSET=10000; ' +
        'for the same system copy /there/.opsconductor/secrets.dev.env here; to give that data up: docker volume rm acme-data-dev',
    );
  });

  it('is told to restore the file where nobody knows whose it is', async () => {
    expect(await message(undefined)).toMatch(
      /has no PASSWORD, .* \| restore the file, .*; to give that data up: /,
    );
  });

  it('is not refused where it has the secret', async () => {
    const root = plant({ '.opsconductor/secrets.dev.env': 'PASSWORD=abc\n' });
    await expect(refuseLostSecrets(root, system, async () => '/there')).resolves.toBeUndefined();
  });
});

it.each([
  ['an engine has the data', THERE, false],
  ['an engine has no such data', NONE, true],
  ['no engine answers', DOWN, false],
])('secrets may be made up, or not, where %s', async (_, answer, expected) => {
  engine(answer);
  expect(await hasNoLostSecrets(plant(), system)).toBe(expected);
});
