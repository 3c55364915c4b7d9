import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPLICATIONS, PYTHON } from './reference.js';

/** Adds to every live file, and a new file to every live directory, with or without meaning for the service. */
export function touchEveryLivePath(root: string): string[] {
  const paths = Object.values(APPLICATIONS).flatMap(({ source, live }) =>
    live.map((path) => `${source}/${path}`),
  );
  return [...paths, 'shared'].map((path) => {
    if (statSync(join(root, path)).isDirectory()) {
      writeFileSync(join(root, path, 'added_by_a_test.txt'), 'new\n');
      return `${path}/added_by_a_test.txt`;
    }
    // a comment is none in JSON, white space is harmless in both
    appendFileSync(join(root, path), path.endsWith('.json') ? '\n' : '# edited\n');
    return path;
  });
}

/** What GET /about shows when all revisions are `revision`. */
export function aboutOf(service: keyof typeof PYTHON, revision: string): object {
  const live = Object.fromEntries(PYTHON[service].live.map((path) => [path, revision]));
  return { service, version: revision, shared: revision, live };
}

/** Gives every live path of the Python services, and shared/, the revision that GET /about shows. */
export function setRevisions(root: string, revision: string): void {
  for (const { source, live } of Object.values(PYTHON))
    for (const path of live) setRevision(join(root, source), path, revision);
  replace(join(root, 'shared/version.py'), /^SHARED = ".*"$/m, `SHARED = "${revision}"`);
}

function setRevision(directory: string, path: string, revision: string): void {
  if (path === 'data')
    replace(join(directory, 'data/kinds.json'), /"revision": ".*"/, `"revision": "${revision}"`);
  else {
    const file = path.endsWith('.py') ? path : `${path}/__init__.py`;
    replace(join(directory, file), /^(VERSION|REVISION) = ".*"$/m, `$1 = "${revision}"`);
  }
}

/** Saves as editors and git do: a new file is renamed over the old one, so that its inode changes. */
export function replace(path: string, pattern: RegExp, text: string): void {
  const old = readFileSync(path, 'utf8');
  if (!pattern.test(old)) throw new Error(`${path} has nothing that matches ${pattern}`);
  writeFileSync(`${path}.new`, old.replace(pattern, text));
  renameSync(`${path}.new`, path);
}
