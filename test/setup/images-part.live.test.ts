import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imagesPart, unavailable } from '../../lib/setup/base-images.js';
import { buildBases } from '../../lib/setup/build-bases.js';
import { readCatalog } from '../../lib/setup/catalog.js';
import { readImageMap } from '../../lib/setup/image-map-file.js';
import { docker } from './docker.js';

const IMAGES = path.resolve(import.meta.dirname, '../../images');
const MINUTE = 60_000;
const DEBIAN = 'localhost/twomode-base/debian:trixie';
/** A reference that no registry has, and yet the catalogue a base for. */
const NOWHERE = 'debian:no-such-tag-of-opsconductor';
const engine = !(await docker(['version'])).failed;

describe.skipIf(!engine)(
  'imagesPart (skipped where no Docker engine answers)',
  { timeout: 3 * MINUTE },
  () => {
    let directory: string;
    const part = (references: readonly string[], map: Readonly<Record<string, string>> = {}) =>
      imagesPart({ references, map, mapFile: path.join(directory, 'map.json'), imagesDir: IMAGES });

    beforeEach(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'opsconductor-test-'));
    });
    afterEach(() => rm(directory, { recursive: true, force: true }));

    it('maps a reference that is nowhere to its base, and is content then', async () => {
      const images = part([NOWHERE]);
      expect(await images.check()).toBe(`neither the engine nor a registry has ${NOWHERE}`);
      await images.mend(() => {});
      expect(await images.check()).toBeUndefined();
      expect(await readImageMap(path.join(directory, 'map.json'))).toEqual({ [NOWHERE]: DEBIAN });
    });

    it('leaves what nothing can replace, with one line about it, and writes no map', async () => {
      const lines: string[] = [];
      const images = part(['nobody.invalid/model:1', NOWHERE], { [NOWHERE]: 'mirror.invalid/own:1' });
      await images.mend((line) => lines.push(line));
      expect(lines.join('\n')).toContain('nobody.invalid/model:1');
      expect(lines.join('\n')).toContain(`mirror.invalid/own:1 (in place of ${NOWHERE})`);
      expect(await images.check()).toContain('no base stands in');
      expect(await readImageMap(path.join(directory, 'map.json'))).toEqual({});
    });

    it('finds a base that is gone or of another version out of date', async () => {
      await writeFile(path.join(directory, 'map.json'), `{"${NOWHERE}": "${DEBIAN}-older"}`);
      const images = part([NOWHERE]);
      expect(await images.check()).toContain(`base images of ${NOWHERE} are missing or out of date`);
      await images.mend(() => {});
      expect(await images.check()).toBeUndefined();
    });

    it('unavailable keeps the order and never asks a registry for an own image', async () => {
      await buildBases(await readCatalog(IMAGES), ['debian'], IMAGES, () => {});
      const references = ['b.invalid/b:1', 'localhost/opsconductor-none:1', NOWHERE];
      expect(await unavailable(references, { [NOWHERE]: DEBIAN })).toEqual(references.slice(0, 2));
    });
  },
);
