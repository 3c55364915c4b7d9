import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Which files Compose is to read, and how. Paths are absolute. */
export interface ComposeConfigRequest {
  readonly files: readonly string[];
  /** @default - `.env` of the project directory */
  readonly envFiles?: readonly string[];
  /** @default - those of COMPOSE_PROFILES */
  readonly profiles?: readonly string[];
  /** @default - the directory of the first file */
  readonly projectDirectory?: string;
  /** The shell's variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What Compose says, or in a line or two why it says nothing. */
export type ComposeConfigResult =
  | { readonly resolved: unknown; readonly raw?: unknown }
  | { readonly problem: string };

/** Whether `docker compose` is there; no engine needs to run. */
export async function hasCompose(): Promise<boolean> {
  return execute('docker', ['compose', 'version'], { timeout: TIMEOUT }).then(
    () => true,
    () => false,
  );
}

/** `docker compose config` of a setup as JSON: its variables resolved, and once more as they are written. */
export async function composeConfig(request: ComposeConfigRequest): Promise<ComposeConfigResult> {
  const [resolved, raw] = await Promise.all([config(request, []), config(request, ['--no-interpolate'])]);
  if ('problem' in resolved) return resolved;
  return 'problem' in raw ? { resolved: resolved.json } : { resolved: resolved.json, raw: raw.json };
}

const TIMEOUT = 30_000;
/** Bytes that Compose may say. */
const MAX_OUTPUT = 256 * 1024 ** 2;

async function config(
  { files, envFiles = [], profiles = [], projectDirectory, env }: ComposeConfigRequest,
  flags: readonly string[],
): Promise<{ readonly json: unknown } | { readonly problem: string }> {
  const args = [
    'compose',
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...(projectDirectory ? ['--project-directory', projectDirectory] : []),
    ...envFiles.flatMap((file) => ['--env-file', file]),
    ...files.flatMap((file) => ['--file', file]),
    ...['config', '--format', 'json', ...flags],
  ];
  try {
    const { stdout } = await execute('docker', args, { env, timeout: TIMEOUT, maxBuffer: MAX_OUTPUT });
    return { json: JSON.parse(stdout) };
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    return { problem: problemIn(stderr ?? '') || message || 'it failed' };
  }
}

/** What ended it: its last line, and where that is indented all that belongs to it. Warnings go before. */
function problemIn(stderr: string): string {
  const lines = stderr.trim().split('\n');
  const start = lines.findLastIndex((line) => !/^\s/.test(line) && !/^time="/.test(line));
  return lines.slice(Math.max(0, start)).join('\n');
}
