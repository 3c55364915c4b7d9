/**
 * Runs a command where Docker is Debian trixie's, with buildx and nothing in it but what setup puts there:
 * `on-engine.ts COMMAND…`. The command is in the engine's network, so that a published port is at 127.0.0.1 for it; its
 * exit code is this program's.
 */
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { isBaseName } from '../../lib/setup/catalog.js';
import { docker, lines } from './engine.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';
import { trixieRoot } from './trixie.js';
import { Uplink } from './uplink.js';

const [program, ...args] = process.argv.slice(2);
if (SECOND_ENGINE_LACK || !program) {
  console.error(`error: ${SECOND_ENGINE_LACK ?? 'no command'}. Fix: run it as root on Debian or Ubuntu.`);
  process.exit(1);
}
// what is made below is removed below, whoever of the group is told to end
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

const root = await trixieRoot(console.log);
const engine = await SecondEngine.start(root);
const client = await mkdtemp(join(tmpdir(), 'oclive-client-'));
let uplink: Uplink | undefined;
try {
  uplink = await Uplink.make(engine.network);
  await copyBases();
  await mkdir(join(client, 'cli-plugins'));
  await symlink(join(root, 'usr/bin/docker'), join(client, 'docker'));
  await symlink(
    join(root, 'usr/libexec/docker/cli-plugins/docker-buildx'),
    join(client, 'cli-plugins/docker-buildx'),
  );
  const env = {
    PATH: `${client}:${process.env.PATH}`,
    DOCKER_CONFIG: client,
    DOCKER_HOST: engine.host,
    LIVE_ENGINE_ROOT: root,
  };
  const setup = [process.execPath, '--import', './cli/typescript.mjs', 'cli/index.ts', 'setup', '--tests'];
  for (const command of [setup, [program, ...args]]) {
    const beside = [`--net=${engine.network}`, ...command];
    const { exitCode } = await execa('nsenter', beside, { stdio: 'inherit', reject: false, env });
    process.exitCode = exitCode ?? 1;
    if (exitCode !== 0) break;
  }
} finally {
  await uplink?.remove();
  await engine.stop();
  await rm(client, { recursive: true, force: true });
}

/** Setup would take minutes to build them again; what this machine has from a registry is pulled. */
async function copyBases(): Promise<void> {
  const names = lines(await docker('images', '--format', '{{.Repository}}:{{.Tag}}'));
  const bases = names.filter((name) => isBaseName(name) && !name.endsWith(':<none>'));
  if (bases.length === 0) return;
  const pass = { buffer: false } as const;
  await execa('docker', ['save', ...bases], pass).pipe('docker', ['--host', engine.host, 'load'], pass);
}
