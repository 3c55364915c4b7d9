import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { BakedImages } from '../../lib/watch/baked.js';
import { CONVENTIONS } from '../conventions.js';

it('a description that is under way is ended with the watcher, and leaves nothing', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'octest-baked-'));
  vi.stubEnv('TMPDIR', directory);
  const entry = join(directory, 'entry');
  writeFileSync(entry, '#!/bin/sh\nexec sleep 30\n', { mode: 0o755 });
  const conventions = { ...CONVENTIONS, commands: { ...CONVENTIONS.commands, entry } };
  const plan = {
    name: 'acme',
    conventions,
    sourceRoot: directory,
    services: [],
    without: [],
    environment: {},
    rebuild: false,
  };
  const said: string[] = [];
  const baked = new BakedImages({ ...plan, engine: 'compose' }, (line) => said.push(line));
  const changed = baked.changed(['api/Dockerfile']);
  expect(readdirSync(directory)).toHaveLength(2);
  await baked.end();
  await changed;
  expect(readdirSync(directory)).toEqual(['entry']);
  expect(said).toEqual([]);
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});
