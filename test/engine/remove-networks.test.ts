import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { removeNetworks } from '../../lib/engine/remove-networks.js';
import { plant } from '../disk/tree.js';

/** An engine on which two networks are: it holds the second for as many tries as the file says. */
const ENGINE = `#!/bin/sh
here=$(dirname "$0")
case "$1 $2 $3" in
  'network inspect --format') cat "$here/containers" ;;
  'network rm held')
    tries=$(cat "$here/tries")
    [ "$tries" -gt 0 ] || exit 0
    echo $((tries - 1)) > "$here/tries"
    echo 'Error response from daemon: error while removing network: network n id held has active endpoints' >&2
    exit 1 ;;
  'network rm refused') echo 'Error response from daemon: permission denied' >&2; exit 1 ;;
  'network rm free') echo "$3" >> "$here/removed" ;;
esac
`;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function engine(tries: number, containers = 0) {
  const directory = plant({
    docker: ENGINE,
    tries: String(tries),
    containers: String(containers),
    removed: '',
  });
  chmodSync(join(directory, 'docker'), 0o755);
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  return { warn, removed: () => readFileSync(join(directory, 'removed'), 'utf8') };
}

it('a network is removed as soon as the last container is off it', async () => {
  const { warn, removed } = engine(1);
  await removeNetworks(['held', 'free']);
  expect(removed()).toBe('free\n');
  expect(warn).not.toHaveBeenCalled();
});

it('a network that the engine holds for no container stays, and that is said; the others go', async () => {
  const { warn, removed } = engine(1000);
  await removeNetworks(['held', 'free'], 0);
  expect(removed()).toBe('free\n');
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    'warning: Docker Engine counts a container on the network held, where none is, and keeps it. Fix: restart the engine, then docker network rm held',
  );
});

it('a network that a container is on is not left in silence, nor what is refused for another reason', async () => {
  engine(1000, 1);
  await expect(removeNetworks(['held'], 0)).rejects.toThrow(/has active endpoints/);
  await expect(removeNetworks(['refused'], 0)).rejects.toThrow(/permission denied/);
});
