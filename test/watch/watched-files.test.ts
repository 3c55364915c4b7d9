import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { changedPaths } from '../../lib/model/watch.js';
import { WatchedFiles } from '../../lib/watch/watched-files.js';

const service = {
  name: 'asset-service',
  mounts: [
    { type: 'bind', source: 'asset-service/main.py', kind: 'file' },
    { type: 'bind', source: 'asset-service/.env', kind: 'file' },
    { type: 'bind', source: 'asset-service/data', kind: 'dir' },
  ],
  image: { kind: 'build', source: { directory: 'asset-service', dockerfile: 'Dockerfile' } },
} as unknown as ServiceSpec;

describe('the tree that is watched', () => {
  let root: string;
  const write = (path: string, text = path) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'octest-tree-'));
    for (const path of ['main.py', '.env', 'data/kinds.json', 'Dockerfile', '.dockerignore', 'tests/test.py'])
      write(`asset-service/${path}`);
    write('asset-service/.dockerignore', '.env*\ntests\nDockerfile\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('holds live and baked files, and what .dockerignore leaves out only where it is live or the Dockerfile', () => {
    write('asset-service/.env.local');
    write('README.md');
    const files = [...new WatchedFiles(root, [service]).scan()].filter(
      ([, print]) => !print.startsWith('directory'),
    );
    expect(files.map(([path]) => path).sort()).toEqual([
      'asset-service/.dockerignore',
      'asset-service/.env',
      'asset-service/Dockerfile',
      'asset-service/data/kinds.json',
      'asset-service/main.py',
    ]);
  });

  it('has a directory that is as new as its last name, but for what Python and editors leave there', async () => {
    const tree = new WatchedFiles(root, [service]);
    const data = 'asset-service/data';
    const later = async (act: () => void) => {
      await sleep(150);
      const now = Date.now();
      act();
      return tree.changedAt(data) > now - 100;
    };
    expect(await later(() => write(`${data}/__pycache__/kinds.pyc`))).toBe(false);
    expect(await later(() => write(`${data}/added.json`))).toBe(true);
    expect(await later(() => write(`${data}/.added.json.swp`))).toBe(false);
    expect(await later(() => rmSync(join(root, data, 'added.json')))).toBe(true);
    expect(tree.changedAt('nowhere')).toBe(0);
    expect(tree.changedAt('asset-service/main.py')).toBe(
      statSync(join(root, 'asset-service/main.py')).ctimeMs,
    );
  });

  it('goes by the ignore file of each Dockerfile', () => {
    const other = {
      ...service,
      mounts: [],
      image: { kind: 'build', source: { directory: 'asset-service', dockerfile: 'Other' } },
    } as unknown as ServiceSpec;
    write('asset-service/Other.dockerignore', '*\n');
    write('asset-service/tests/new.py');
    const tests = (...services: ServiceSpec[]) =>
      [...new WatchedFiles(root, services).scan().keys()].filter((path) => /tests\/|Other/.test(path));
    expect(tests(service, other)).toEqual(['asset-service/Other.dockerignore']);
    rmSync(join(root, 'asset-service/Other.dockerignore'));
    write('asset-service/Dockerfile.dockerignore', 'x\n');
    expect(tests(service)).toEqual(['asset-service/tests/new.py', 'asset-service/tests/test.py']);
  });

  it.each([
    '.main.py.swp',
    'main.py~',
    '4913',
    '__pycache__/main.pyc',
    '.#main.py',
    'node_modules/x/y.js',
  ])('does not hold what editors and runtimes leave in a live directory: %s', (name) => {
    const tree = new WatchedFiles(root, [service]);
    const before = tree.scan();
    write(`asset-service/data/${name}`);
    expect(changedPaths(before, tree.scan())).toEqual([]);
  });

  it('shows an edit of the same size under the time of the file before it, as cp -p and rsync leave it', () => {
    const tree = new WatchedFiles(root, [service]);
    const path = join(root, 'asset-service/main.py');
    const { atime, mtime } = statSync(path);
    const before = tree.scan();
    writeFileSync(path, 'asset-service/MAIN.py');
    utimesSync(path, atime, mtime);
    expect(changedPaths(before, tree.scan())).toEqual(['asset-service/main.py']);
  });

  it.each(['asset-service/main.py', 'asset-service/data'])('shows the chmod of %s', (path) => {
    const tree = new WatchedFiles(root, [service]);
    const before = tree.scan();
    chmodSync(join(root, path), 0o700);
    expect(changedPaths(before, tree.scan())).toEqual([path]);
  });

  it('is read on where a link leads in a circle', () => {
    symlinkSync('.env', join(root, 'asset-service/circle'));
    rmSync(join(root, 'asset-service/.env'));
    symlinkSync('circle', join(root, 'asset-service/.env'));
    expect(new WatchedFiles(root, [service]).scan().has('asset-service/main.py')).toBe(true);
  });

  it('shows a directory that was replaced by one with the same files', () => {
    const tree = new WatchedFiles(root, [service]);
    rmSync(join(root, 'asset-service/data/kinds.json'));
    const before = tree.scan();
    renameSync(join(root, 'asset-service/data'), join(root, 'old'));
    mkdirSync(join(root, 'asset-service/data'));
    expect(changedPaths(before, tree.scan())).toEqual(['asset-service/data']);
  });

  it('shows a service that went with its whole directory, and that came back', () => {
    const tree = new WatchedFiles(root, [service]);
    const before = tree.scan();
    renameSync(join(root, 'asset-service'), join(root, 'elsewhere'));
    expect(tree.scan().size).toBe(0);
    renameSync(join(root, 'elsewhere'), join(root, 'asset-service'));
    expect(changedPaths(before, tree.scan())).toEqual([]);
  });
});
