import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProject } from '../../lib/init/foreign/setups.js';
import { importSystem } from '../../lib/init/foreign/system.js';

/** A checkout of somebody else's, with these files: path → text. */
export function checkout(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'twomode-foreign-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** What is made of one Compose file. */
export function imported(text: string, more: Readonly<Record<string, string>> = {}) {
  const root = checkout({ 'compose.yaml': text, ...more });
  const { project, active } = readProject(root, ['compose.yaml'], {});
  const system = importSystem(project, root, active);
  const of = (name: string) => system.services.find((service) => service.name === name);
  return {
    ...system,
    root,
    of,
    passedOf: () => system.passed.map(({ what, place }) => `${place?.line} ${what}`),
    changedOf: () => system.changed.map(({ what, place }) => `${place?.line} ${what}`),
  };
}
