import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notedVolumes, noteOwner, ownerOf } from '../../lib/deploy/data-owner.js';
import { plant } from '../disk/tree.js';
import { serviceSpec, systemSpec, volume } from '../spec.js';

const system = systemSpec('dev', [serviceSpec('dev', { mounts: [volume('acme-data-dev')] })]);

describe('the checkout that a data volume belongs to', () => {
  let config: string;

  beforeEach(() => {
    config = plant();
    vi.stubEnv('XDG_CONFIG_HOME', config);
    engineHas([]);
  });
  afterEach(() => vi.unstubAllEnvs());

  /** An engine that has these volumes, and whose containers Compose made in these directories. */
  function engineHas(volumes: readonly string[], directories: readonly string[] = []): void {
    const has = (all: readonly string[]) => all.map((each) => `echo '${each}'`).join('; ') || ':';
    const script = `case $1 in volume) ${has(volumes.map((name) => `${name}\t${name}`))} ;; ps) ${has(directories)} ;; esac`;
    const bin = plant({ docker: { text: `#!/bin/sh\n${script}\n`, mode: 0o755 } });
    vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  }

  it('is the one that started it last', async () => {
    const [first, second] = [plant(), plant()];
    await noteOwner(first, system);
    await noteOwner(second, system);
    expect(await ownerOf('acme-data-dev')).toBe(second);
    expect(await ownerOf('acme-data-clean')).toBeUndefined();
  });

  it('is that of a container that Compose made, where no start has noted it', async () => {
    const elsewhere = plant();
    engineHas([], ['', elsewhere]);
    expect(await ownerOf('acme-data-dev')).toBe(elsewhere);
  });

  it('is unknown where that checkout is gone', async () => {
    await noteOwner('/gone', system);
    expect(await ownerOf('acme-data-dev')).toBeUndefined();
  });

  it('is unknown, and noted anew, where the note cannot be read', async () => {
    const first = plant();
    mkdirSync(join(config, 'twomode'));
    writeFileSync(join(config, 'twomode/data.json'), 'no json');
    expect(await ownerOf('acme-data-dev')).toBeUndefined();
    await noteOwner(first, system);
    expect(await ownerOf('acme-data-dev')).toBe(first);
  });

  it('is forgotten at the next start of any system once the engine no longer has the volume', async () => {
    const other = (name: string) => systemSpec('dev', [serviceSpec('dev', { mounts: [volume(name)] })]);
    await noteOwner(config, system);
    engineHas(['acme-data-dev']);
    await noteOwner(config, other('shop-data-dev'));
    expect([...notedVolumes()]).toEqual(['acme-data-dev', 'shop-data-dev']);
    engineHas(['shop-data-dev']);
    await noteOwner(config, other('shop-data-dev'));
    expect([...notedVolumes()]).toEqual(['shop-data-dev']);
  });
});
