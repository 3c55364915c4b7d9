import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { BuildSource } from '../../lib/model/image.js';

/** A file's text, or what stands at a path. */
type Leaf = string | { readonly text: string; readonly mode: number } | { readonly link: string };
export type Tree = Readonly<Record<string, Leaf>>;

const made: string[] = [];
afterEach(removePlanted);

/** Called after each test; files that share their processes have it called by `each-file.ts`. */
export function removePlanted(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}

/** A new directory with these files, gone after the test. */
export function plant(tree: Tree = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  made.push(root);
  add(root, tree);
  return root;
}

export function add(root: string, tree: Tree): void {
  for (const [path, leaf] of Object.entries(tree)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (typeof leaf === 'string') writeFileSync(target, leaf);
    else if ('link' in leaf) {
      rmSync(target, { force: true });
      symlinkSync(leaf.link, target);
    } else {
      writeFileSync(target, leaf.text);
      chmodSync(target, leaf.mode);
    }
  }
}

/** What lies below a directory: path → text, with `-> target` for a link and the mode before it where it is asked for. */
export function harvest(root: string, modes = false): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const stats = lstatSync(join(root, path));
    const mode = modes ? `${(stats.mode & 0o777).toString(8)} ` : '';
    if (stats.isSymbolicLink()) return [[path, `-> ${readlinkSync(join(root, path))}`]];
    if (stats.isDirectory()) return modes ? [[path, `${mode}directory`]] : [];
    return [[path, `${mode}${readFileSync(join(root, path), 'utf8')}`]];
  });
  return Object.fromEntries(entries);
}

/** A service in `api/`, with `main.py` and `data/` live in dev, and `shared/` beside it. */
export const API: BuildSource = {
  directory: 'api',
  dockerfile: 'Dockerfile',
  shared: true,
  live: [
    { kind: 'file', path: 'main.py' },
    { kind: 'dir', path: 'data' },
  ],
};

export const API_TREE: Tree = {
  'api/Dockerfile': 'FROM python:3.12-slim\nCOPY . .\n',
  'api/main.py': 'print(1)\n',
  'api/data/kinds.json': '{}\n',
  'api/requirements.txt': 'fastapi\n',
  'api/run.sh': { text: '#!/bin/sh\n', mode: 0o755 },
  'api/current': { link: 'main.py' },
  'shared/base.py': 'base\n',
};
