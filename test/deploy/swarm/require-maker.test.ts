import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { requireMaker } from '../../../lib/deploy/swarm/require-maker.js';
import { named } from '../../conventions.js';
import { plant } from '../../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

/** An engine with a stack. @param services their ids @param labels what each says of who has deployed it */
function stack(services: string, labels: string): void {
  const script = `#!/bin/sh\n[ "$2" = ls ] && printf '${services}' || printf '${labels}'\n`;
  const bin = plant({ docker: script });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
}

const prod = { ...named('acme'), mode: 'prod' } as const;

it('a stack that Terraform has deployed is left alone by our commands, which say what ends it', async () => {
  stack('a\\nb\\n', 'terraform\\nterraform\\n');
  await expect(requireMaker(prod, 'terraform')).resolves.toBeUndefined();
  await expect(requireMaker(prod, 'commands')).rejects.toMatchObject({
    message: 'the stack of prod was deployed by Terraform',
    fix: './scripts/cdktf.sh destroy swarm, which keeps the data',
  });
});

it('and one of theirs by Terraform', async () => {
  stack('a\\n', '\\n');
  await expect(requireMaker(prod, 'commands')).resolves.toBeUndefined();
  await expect(requireMaker(prod, 'terraform')).rejects.toMatchObject({
    message: 'the stack of prod was deployed by ./scripts/prod-mode.sh --swarm',
    fix: './scripts/stop-prod.sh, which keeps the data',
  });
});

it('where there is none, either may', async () => {
  stack('', '');
  await expect(requireMaker(prod, 'commands')).resolves.toBeUndefined();
  await expect(requireMaker(prod, 'terraform')).resolves.toBeUndefined();
});
