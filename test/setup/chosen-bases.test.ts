import { chmodSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { imagesPart } from '../../lib/setup/base-images.js';
import { buildBases } from '../../lib/setup/build-bases.js';
import { baseName, readCatalog } from '../../lib/setup/catalog.js';
import { plant } from '../disk/tree.js';

const IMAGES = resolve(import.meta.dirname, '../../images');
const catalog = await readCatalog(IMAGES);
const REFERENCE = 'python:3.12-slim';

/** An engine that answers everything as this script does. */
function engine(script: string): void {
  const bin = plant({ docker: `#!/bin/sh\n${script}\n` });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
}

const part = (map: Readonly<Record<string, string>>) =>
  imagesPart({ references: [REFERENCE], map, mapFile: join(plant(), 'map.json'), imagesDir: IMAGES });

it('an image that the project maps to a name like a base’s is nobody’s to build', async () => {
  engine('exit 1');
  expect(await part({ [REFERENCE]: 'localhost/twomode-base/own:1' }).check()).toBe(
    `neither the engine nor a registry has localhost/twomode-base/own:1 (in place of ${REFERENCE}), and no base stands in`,
  );
});

it('a base that the project maps to is built like any other', async () => {
  engine('exit 1');
  expect(await part({ [REFERENCE]: baseName(catalog, 'python') }).check()).toBe(
    `the base images of ${REFERENCE} are missing or out of date`,
  );
});

it('an image of somebody’s own under a base’s name is used, and never built over', async () => {
  engine('exit 0');
  expect(await part({ [REFERENCE]: baseName(catalog, 'python') }).check()).toBeUndefined();
  const said: string[] = [];
  await expect(buildBases(catalog, ['debian'], IMAGES, (line) => said.push(line))).rejects.toThrow(
    `${baseName(catalog, 'debian')} is not a base that was built here`,
  );
  expect(said).toEqual([]);
});
