import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { machineDirectory } from '../../lib/synth/machine.js';

const PACKAGES = ['docker.io', 'docker-cli', 'docker-buildx', 'iptables', 'procps'];

/**
 * A root file system of Debian trixie with Docker Engine 26.1, its CLI and buildx. It is made once and kept; to have a newer
 * one, remove it.
 *
 * @returns its directory
 */
export async function trixieRoot(log: (line: string) => void): Promise<string> {
  const root = join(machineDirectory(), 'trixie');
  if (existsSync(root)) return root;
  log(`making ${root}: Debian trixie with ${PACKAGES.join(', ')}`);
  const half = `${root}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(dirname(root), { recursive: true });
  const mirror = process.env.DEBIAN_MIRROR ? [process.env.DEBIAN_MIRROR] : [];
  const options = ['--quiet', '--variant=minbase', `--include=${PACKAGES.join(',')}`];
  await execa('mmdebstrap', [...options, 'trixie', half, ...mirror]);
  await rename(half, root);
  return root;
}

/**
 * What a shell runs in a mount namespace of its own to have `root` as its root; dockerd comes after it. By chroot every
 * `docker exec`, and so every health check, would fail: "chdir to cwd … no such file".
 *
 * @param shared what lies under the same path inside and outside @default - also where temporary files lie, for what is
 *   mounted into a container lies there
 */
export function enterRoot(root: string, shared = ['/dev', '/proc', '/sys', tmpdir()]): string {
  return [
    'set -e',
    `mount --bind ${root} ${root}`,
    `cd ${root}`,
    ...shared.map((path) => `mkdir -p .${path}; mount --rbind ${path} .${path}`),
    'mount --bind /etc/resolv.conf etc/resolv.conf',
    'mount -t tmpfs tmpfs run',
    'pivot_root . .',
    'umount -l .',
    'cd /',
  ].join('\n');
}
