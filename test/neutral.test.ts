import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MODES } from '../lib/model/mode.js';
import { CONVENTIONS } from './conventions.js';
import { exampleApp } from './system.js';

/** Words that are everybody's, though a service of OpsConductor is named after them. */
const COMMON = new Set(['postgres', 'redis', 'frontend']);

/** What OpsConductor alone says: its names, its services', and what its team calls things. */
const words = [
  CONVENTIONS.name,
  ...exampleApp().dev.services.flatMap(({ name, image }) => [
    name,
    ...(image.kind === 'build' ? [image.source.directory] : [image.upstream.split(/[/:]/)[0] ?? '']),
  ]),
  ...['keycloak', 'asset', 'network-analyzer', 'dev-mode.sh', 'prod-mode.sh', 'validate-mounts.sh'],
  ...MODES.map((mode) => `${CONVENTIONS.name}-${CONVENTIONS.modes[mode]}`),
].filter((word) => !COMMON.has(word) && word !== 'database');

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'lib', 'cli'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));

it('nothing of the library or of its commands knows OpsConductor', () => {
  expect(words.length).toBeGreaterThan(12);
  expect(files.length).toBeGreaterThan(200);
  const knowing = files.flatMap((path) => {
    const text = readFileSync(path, 'utf8').toLowerCase();
    return words.filter((word) => text.includes(word.toLowerCase())).map((word) => `${path}: ${word}`);
  });
  expect(knowing).toEqual([]);
});
