import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { giveUpMove } from '../../lib/backup/settle.js';
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

/** What is done to give up a restore whose fresh volume this container uses. */
async function done(container: string): Promise<string> {
  const containers = `${['id', container, '', '', '', '', '', '', '', 'running', 'Up'].join('\t')}\n`;
  const volumes = `${['acme-data.1-dev', 'acme-data.1-dev', '', '', '', '', '', ''].join('\t')}\n`;
  const bin = plant({ docker: ENGINE, containers, volumes });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  const settings = { ...named('acme'), sourceRoot: plant() };
  const { sourceRoot, conventions } = settings;
  writeMoved(sourceRoot, conventions, { moved: {}, pending: { 'acme-data-dev': 'acme-data.1-dev' } });
  await giveUpMove(settings);
  expect(readMoved(sourceRoot, conventions).pending).toBeUndefined();
  const file = join(bin, 'done');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

it('a restore that is given up takes its own container and volume with it', async () => {
  expect(await done('acme-dev-db-run-0a1b2c3d')).toBe('stop id\nrm id\nvolume rm acme-data.1-dev\n');
});

it('somebody else’s container on its volume stays, with the volume', async () => {
  expect(await done('psql-by-hand')).toBe('');
});
