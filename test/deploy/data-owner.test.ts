import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteOwner, ownerOf } from '../../lib/deploy/data-owner.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('dev', [serviceSpec('dev', { mounts: [volume('acme-data-dev')] })]);

describe('the checkout that a data volume belongs to', () => {
  let config: string;

  beforeEach(() => {
    config = plant();
    vi.stubEnv('XDG_CONFIG_HOME', config);
    engineLists('');
  });
  afterEach(() => vi.unstubAllEnvs());

  /** An engine whose `docker ps` prints this. */
  function engineLists(directories: string): void {
    const bin = plant({ docker: `#!/bin/sh\nprintf '${directories}'\n` });
    chmodSync(join(bin, 'docker'), 0o755);
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  }

  it('is the one that started it last', async () => {
    noteOwner('/first', system);
    noteOwner('/second', system);
    expect(await ownerOf('acme-data-dev')).toBe('/second');
    expect(await ownerOf('acme-data-clean')).toBeUndefined();
  });

  it('is that of a container that Compose made, where no start has noted it', async () => {
    engineLists('\\n/elsewhere\\n');
    expect(await ownerOf('acme-data-dev')).toBe('/elsewhere');
  });

  it('is unknown, and noted anew, where the note cannot be read', async () => {
    mkdirSync(join(config, 'twomode'));
    writeFileSync(join(config, 'twomode/data.json'), 'no json');
    expect(await ownerOf('acme-data-dev')).toBeUndefined();
    noteOwner('/first', system);
    expect(await ownerOf('acme-data-dev')).toBe('/first');
  });
});
