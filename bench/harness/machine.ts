import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** Processors, memory and every version that a figure depends on, in one line. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  return [
    `${cpus().length} × ${cpu?.model.trim()}`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `${system}, Linux ${release()}`,
    `Node ${process.version.slice(1)}`,
    ...said('Docker Engine', 'docker', 'version', '--format', '{{.Server.Version}}'),
    ...said('Compose', 'docker', 'compose', 'version', '--short'),
    ...said(
      'Terraform',
      'sh',
      '-c',
      'terraform version -json | sed -n "s/.*terraform_version.: .\\([0-9.]*\\).*/\\1/p"',
    ),
  ].join(', ');
}

/** The engine as the table knows it: `20.10`; `none` where none answers. */
export function engineVersion(): string {
  const [version = ''] = said('', 'docker', 'version', '--format', '{{.Server.Version}}');
  return /\d+\.\d+/.exec(version)?.[0] ?? 'none';
}

/** What the machine did in the last minute, for each processor. */
export function loadOfEach(): number {
  return Math.round(((loadavg()[0] ?? 0) / cpus().length) * 100) / 100;
}

function said(name: string, program: string, ...args: readonly string[]): string[] {
  try {
    const text = execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return text === '' ? [] : [`${name} ${text}`.trim()];
  } catch {
    return [];
  }
}
