import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { sweepNameless } from '../../lib/engine/nameless.js';
import { named } from '../conventions.js';
import { plant } from '../disk/tree.js';

const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)];
const ROW = ['1', 'acme-cache-clean', 'prod', 'cache', 'acme', 'spec', '', '', '', 'running', 'Up'].join(
  '\t',
);

/** An engine that has one container, with these volumes, or none. */
const ENGINE = `#!/bin/sh
here=$(dirname "$0")
case "$1 $2" in
  'ps --all') cat "$here/containers" ;;
  'container inspect') cat "$here/inspected" ;;
  'volume rm') echo "$*" >> "$here/removed" ;;
esac
`;

afterEach(() => vi.unstubAllEnvs());

function engine() {
  const directory = plant({ docker: ENGINE, containers: '' });
  chmodSync(join(directory, 'docker'), 0o755);
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  const removed = join(directory, 'removed');
  return {
    has(...volumes: readonly string[]) {
      const Mounts = volumes.map((Name) => ({ Type: 'volume', Name, Destination: '/data' }));
      writeFileSync(join(directory, 'containers'), volumes.length > 0 ? `${ROW}\n` : '');
      writeFileSync(join(directory, 'inspected'), JSON.stringify([{ Id: '1', Mounts }]));
    },
    removed: () => (existsSync(removed) ? readFileSync(removed, 'utf8') : ''),
  };
}

it('a volume without a name goes once no container has it, whoever ended that; one with a name stays', async () => {
  const [root, docker] = [plant(), engine()];
  docker.has(OLD, 'acme-cache_data-clean');
  await sweepNameless(root, named('acme'));
  await sweepNameless(root, named('acme'));
  expect(docker.removed()).toBe('');
  // a deploy by Terraform, or a run that was killed
  docker.has(NEW, 'acme-cache_data-clean');
  await sweepNameless(root, named('acme'));
  expect(docker.removed()).toBe(`volume rm ${OLD}\n`);
  docker.has();
  await sweepNameless(root, named('acme'));
  await sweepNameless(root, named('acme'));
  expect(docker.removed()).toBe(`volume rm ${OLD}\nvolume rm ${NEW}\n`);
});

it('nothing goes by a note that is damaged, and none is taken where no engine answers', async () => {
  const [root, docker] = [plant({ '.opsconductor/nameless.acme.json': '{"volumes": ["../x"]}' }), engine()];
  docker.has(OLD);
  await sweepNameless(root, named('acme'));
  vi.stubEnv('PATH', '/nowhere');
  await sweepNameless(root, named('acme'));
  expect(readFileSync(join(root, '.opsconductor/nameless.acme.json'), 'utf8')).toContain(OLD);
  expect(docker.removed()).toBe('');
});
