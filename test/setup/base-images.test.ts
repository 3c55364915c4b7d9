import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { baseFiles } from '../../lib/setup/base-files.js';
import { baseHash } from '../../lib/setup/base-hash.js';
import { baseSettings } from '../../lib/setup/base-settings.js';
import { baseName, baseOf, isBaseName, readCatalog, repositoryOf } from '../../lib/setup/catalog.js';
import { mergeImageMap, readImageMap } from '../../lib/setup/image-map-file.js';

const IMAGES = path.resolve(import.meta.dirname, '../../images');
const catalog = await readCatalog(IMAGES);

let directory: string;
const at = (name: string) => path.join(directory, name);
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'opsconductor-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('the catalogue', () => {
  it.each([
    ['python:3.12-slim', 'localhost/twomode-base/python:3.13'],
    ['python:3.11', 'localhost/twomode-base/python:3.11'],
    ['node:20-alpine', 'localhost/twomode-base/node:20.20'],
    ['node:22.5', 'localhost/twomode-base/node:22.23'],
    ['node:18', 'localhost/twomode-base/node:24.21'],
    ['node:24-alpine', 'localhost/twomode-base/node:24.21'],
    ['node:lts', 'localhost/twomode-base/node:24.21'],
    ['debian:bookworm-slim', 'localhost/twomode-base/debian:bookworm'],
    ['nginx:1.28-alpine', 'localhost/twomode-base/nginx:1.26'],
    ['postgres:17-alpine', 'localhost/twomode-base/postgres:17'],
    ['mariadb:11.8', 'localhost/twomode-base/mariadb:11.8'],
    ['redis:7-alpine', 'localhost/twomode-base/redis:8.0'],
    ['prefecthq/prefect:3-latest', 'localhost/twomode-base/prefecthq/prefect:3.7.2'],
  ])('has a base for %s', (reference, expected) => {
    const base = baseOf(catalog, reference) ?? '';
    expect(baseName(catalog, base)).toBe(expected);
    expect(isBaseName(expected)).toBe(true);
  });

  it.each([
    'ollama/ollama:0.11.11',
    'registry.example/python:3.12',
    'localhost:5000/redis',
    'constructor:1',
  ])('has none for %s', (reference) => expect(baseOf(catalog, reference)).toBeUndefined());

  it('reads a repository whatever the tag or digest', () => {
    expect(repositoryOf('library/python')).toBe('python');
    expect(repositoryOf('prefecthq/prefect:3-latest@sha256:0123')).toBe('prefecthq/prefect');
  });

  it('refuses an unknown parent and a missing file by name', async () => {
    await expect(readCatalog(directory)).rejects.toThrow(at('catalog.json'));
    await writeFile(at('catalog.json'), '{"a": {"folder": "a", "tag": "1", "parent": "b"}}');
    await expect(readCatalog(directory)).rejects.toThrow('the parent of a, b');
  });

  it('has a Dockerfile for every entry, and its files name no address to fetch from', async () => {
    for (const entry of Object.values(catalog)) {
      const files = await baseFiles(IMAGES, entry);
      for (const [name, file] of files) {
        if (!/^(Dockerfile|.*\.sh|requirements\.txt)$/.test(name)) continue;
        expect(await readFile(file, 'utf8'), name).not.toMatch(/:\/\/|--index-url|--registry/);
      }
      expect([...files.keys()]).toContain('Dockerfile');
    }
    for (const folder of ['node', 'node-22', 'node-24'])
      expect(await readFile(path.join(IMAGES, folder, 'package-lock.json'), 'utf8')).not.toContain(
        '"resolved"',
      );
  });
});

describe('baseHash', () => {
  const hash = (repository: string, env: NodeJS.ProcessEnv = {}) =>
    baseHash(catalog, repository, directory, baseSettings({ SSL_CERT_FILE: at('certificates'), ...env }));

  beforeEach(async () => {
    await cp(IMAGES, directory, { recursive: true });
    await writeFile(at('certificates'), 'one');
  });

  it('changes with a file, its name or its mode, for the children too, and for nobody else', async () => {
    const all = ['python', 'prefecthq/prefect', 'redis'];
    let before = await Promise.all(all.map((name) => hash(name)));
    const changes = [
      () => writeFile(at('python/Dockerfile'), 'FROM scratch\n'),
      () => cp(at('python/Dockerfile'), at('python/other')),
      () => chmod(at('python/other'), 0o755),
    ];
    for (const change of changes) {
      await change();
      const after = await Promise.all(all.map((name) => hash(name)));
      expect(after.map((value, index) => value === before[index])).toEqual([false, false, true]);
      before = after;
    }
  });

  it('changes with the certificates and the package index, not with a proxy', async () => {
    const before = await hash('redis');
    expect(await hash('redis', { https_proxy: 'http://proxy.example' })).toBe(before);
    expect(await hash('redis', { PIP_INDEX_URL: 'https://pip.example' })).not.toBe(before);
    await writeFile(at('certificates'), 'two');
    expect(await hash('redis')).not.toBe(before);
  });

  it('says which certificates are missing', async () => {
    await rm(at('certificates'));
    await expect(hash('redis')).rejects.toThrow(at('certificates'));
  });
});

describe('the image map file', () => {
  it('keeps entries that are not its own and leaves no other file', async () => {
    await writeFile(at('map.json'), '{"own:1": "mirror.example/own:1", "redis:7": "old"}');
    await mergeImageMap(at('map.json'), { 'redis:7': 'new' });
    expect(await readImageMap(at('map.json'))).toEqual({ 'own:1': 'mirror.example/own:1', 'redis:7': 'new' });
    expect(await readdir(directory)).toEqual(['map.json']);
  });

  it('is made with its folder, and empty before', async () => {
    expect(await readImageMap(at('new/map.json'))).toEqual({});
    await mergeImageMap(at('new/map.json'), { a: 'b' });
    expect(await readImageMap(at('new/map.json'))).toEqual({ a: 'b' });
  });

  it.each(['not json', '[]', '{"a": 1}'])('refuses %s by the name of the file', async (text) => {
    await writeFile(at('map.json'), text);
    await expect(mergeImageMap(at('map.json'), {})).rejects.toThrow(at('map.json'));
    expect(await readFile(at('map.json'), 'utf8')).toBe(text);
  });
});
