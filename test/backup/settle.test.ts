import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { giveUpMove, heedRestore } from '../../lib/backup/settle.js';
import { readMoved, writeMoved } from '../../lib/disk/moved-volumes.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';

/** An engine with one container on the fresh volume. */
const ENGINE = `#!/bin/sh
here=$(dirname "$0")
case "$1 $2" in
  'ps --all') cat "$here/containers" ;;
  'volume ls') cat "$here/volumes" ;;
  *) echo "$*" >> "$here/done" ;;
esac
`;

afterEach(() => vi.unstubAllEnvs());

/** A restore that has begun, whose fresh volume a container uses. @param stack what Swarm made it for */
function begun(container: string, state = 'running', stack = '') {
  const service = stack === '' ? ['', '', ''] : ['dev', 'db', 'acme'];
  const containers = `${['id', container, ...service, '', '', '', stack, state, 'Up'].join('\t')}\n`;
  const volumes = `${['acme-data.1-dev', 'acme-data.1-dev', '', '', '', '', '', ''].join('\t')}\n`;
  const bin = plant({ docker: ENGINE, containers, volumes });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const settings = { ...named('acme'), sourceRoot: plant() };
  const { sourceRoot, conventions } = settings;
  writeMoved(sourceRoot, conventions, { moved: {}, pending: { 'acme-data-dev': 'acme-data.1-dev' } });
  return { bin, settings, pending: () => readMoved(sourceRoot, conventions).pending };
}

/** What is done to give it up. */
async function done(container: string): Promise<string> {
  const { bin, settings, pending } = begun(container);
  await giveUpMove(settings);
  expect(pending()).toBeUndefined();
  const file = join(bin, 'done');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

it('a restore that is given up takes its own container and volume with it', async () => {
  expect(await done('acme-dev-db-run-0a1b2c3d')).toBe('stop id\nrm id\nvolume rm acme-data.1-dev\n');
});

it('somebody else’s container on its volume stays, with the volume', async () => {
  expect(await done('psql-by-hand')).toBe('');
});

it('a restore that was interrupted when Swarm ran on what it had restored has been made', async () => {
  const { settings, pending } = begun('acme-dev_db.1.k2', 'running', 'acme-dev');
  expect(await heedRestore(settings)).toContain('so it stays');
  expect(pending()).toBeUndefined();
});

it('one from which Swarm has gone back has not, though Swarm keeps its container', async () => {
  const { settings, pending } = begun('acme-dev_db.1.k2', 'exited', 'acme-dev');
  expect(await heedRestore(settings)).toBeUndefined();
  expect(pending()).toBeDefined();
});
