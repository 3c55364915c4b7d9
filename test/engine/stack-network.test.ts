import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { ensureStackNetwork } from '../../lib/engine/stack-network.js';
import { plant } from '../disk/tree.js';
import { exampleApp } from '../system.js';

afterEach(() => vi.unstubAllEnvs());

/** What docker is called with. @param networks what it lists */
async function calls(networks: string): Promise<string> {
  const script = `#!/bin/sh\necho "$*" >> "$(dirname "$0")/calls"\n[ "$2" != ls ] || printf '${networks}'\n`;
  const bin = plant({ docker: script });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  await ensureStackNetwork(exampleApp().prod);
  return readFileSync(join(bin, 'calls'), 'utf8');
}

it('a stack’s network is made before it where a job is the first to need it, as the stack would', async () => {
  const made = await calls('');
  expect(made).toMatch(
    /^network create --driver overlay --attachable .*--label io.opsconductor.system=opsconductor .* opsconductor-clean$/m,
  );
  expect(made).toContain('--label com.docker.stack.namespace=opsconductor-clean');
});

it('and once', async () => {
  expect(await calls('id\n')).toBe('network ls --quiet --filter name=^opsconductor-clean$\n');
});
