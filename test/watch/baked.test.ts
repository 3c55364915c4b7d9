import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const baked = new BakedImages({ ...plan, engine: 'compose' }, (_, done) => said.push(done));
  const changed = baked.changed(['api/Dockerfile']);
  expect(readdirSync(directory)).toHaveLength(2);
  await baked.end();
  await changed;
  expect(readdirSync(directory)).toEqual(['entry']);
  expect(said).toEqual([]);
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

it('an image is rebuilt with what the system was started with, whatever the environment of its watcher says', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'octest-baked-'));
  const dev = join(directory, 'dev');
  writeFileSync(dev, '#!/bin/sh\necho "$OPSCONDUCTOR_PORT_OFFSET $*" >"$(dirname "$0")/called"\n', {
    mode: 0o755,
  });
  vi.stubEnv('OPSCONDUCTOR_PORT_OFFSET', '7');
  const conventions = { ...CONVENTIONS, commands: { ...CONVENTIONS.commands, dev } };
  const plan = {
    ...{ name: 'acme', conventions, sourceRoot: directory, services: [], without: ['redis'] },
    ...{ environment: { OPSCONDUCTOR_PORT_OFFSET: '1000' }, rebuild: true },
  };
  await new BakedImages({ ...plan, engine: 'compose' }, () => {}).handle(['api'], () => {});
  expect(readFileSync(join(directory, 'called'), 'utf8')).toBe('1000 --detach --without redis\n');
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});
