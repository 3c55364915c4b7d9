import { afterEach, describe, expect, it, vi } from 'vitest';
import { requireEngine } from '../../lib/deploy/require-engine.js';
import { plant } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

const SETUP = 'npx twomode dev --setup';

/**
 * What is said where Docker's CLI says something.
 * @param version a shell's line for `docker version`
 * @param context one for `docker context inspect`
 */
async function said(
  version: string,
  context: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const script = `#!/bin/sh\ncase $1 in\nversion) ${version} ;;\ncontext) ${context} ;;\nesac\n`;
  const bin = plant({ docker: { text: script, mode: 0o755 } });
  for (const [name, value] of Object.entries({ DOCKER_HOST: '', DOCKER_CONTEXT: '', ...environment }))
    vi.stubEnv(name, value);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  const error: { message: string; fix?: string } = await requireEngine({ setup: SETUP }).then(
    () => expect.fail('the engine answers'),
    (thrown) => thrown,
  );
  return `${error.message}. Fix: ${error.fix}`;
}

const silent = (host: string) =>
  `echo 'Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?' >&2; exit 1`;
const shows = (name: string, host: string) => `printf '${name}\\t${host}\\n'`;
const LOCAL = 'unix:///var/run/docker.sock';

describe('an engine that does not answer', () => {
  it("is set up where it is this machine's", async () => {
    expect(await said(silent(LOCAL), shows('default', LOCAL))).toBe(
      `no Docker Engine answers at ${LOCAL}. Fix: ${SETUP}`,
    );
  });

  it('is named with DOCKER_HOST, where that names it', async () => {
    const host = 'tcp://far:2375';
    expect(await said(silent(host), shows('default', host), { DOCKER_HOST: host })).toBe(
      `no Docker Engine answers at ${host}, which DOCKER_HOST names. Fix: unset DOCKER_HOST, which leads to this machine's own engine, or start the one there`,
    );
  });

  it('is named with its context, where one is in use', async () => {
    expect(await said('echo "dial unix: no such host" >&2; exit 1', shows('far', 'ssh://far'))).toBe(
      `no Docker Engine answers at ssh://far, which docker context "far" names: dial unix: no such host. Fix: docker context use default, which leads to this machine's own engine, or write an engine's address: unix:///PATH, ssh://USER@HOST or tcp://HOST:PORT`,
    );
  });

  it('is nowhere where the context that is named does not exist', async () => {
    expect(await said('exit 1', 'exit 1', { DOCKER_CONTEXT: 'gone' })).toBe(
      `docker context "gone" does not exist. Fix: unset DOCKER_CONTEXT, which leads to this machine's own engine`,
    );
  });

  it('is not set up again where it runs and refuses this user', async () => {
    const refusal = 'permission denied while trying to connect to the Docker daemon socket';
    expect(await said(`echo '${refusal}' >&2; exit 1`, shows('default', LOCAL))).toBe(
      `no Docker Engine answers at ${LOCAL}: ${refusal}. Fix: sudo usermod -aG docker "$USER", then log out and in again`,
    );
  });
});
