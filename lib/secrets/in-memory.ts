import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { onExit } from 'signal-exit';
import { isAlive } from '../disk/alive.js';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';

/** `statfs(2)`: a file system that is in memory alone. */
const TMPFS = 0x01021994;

/**
 * A directory in memory that only this user reads; it is gone when this process ends, and one that was killed has its
 * removed by the next.
 * @throws UserError where nothing of this machine is in memory
 */
function directoryInMemory(environment: NodeJS.ProcessEnv): string {
  const parent = [environment.XDG_RUNTIME_DIR, '/dev/shm'].find((path) => path && isInMemory(path));
  if (!parent)
    throw new UserError(
      'this machine has no directory in memory, where secrets could be decrypted to',
      'mount a tmpfs at /dev/shm, or keep the secrets in a plain file',
    );
  // a container may share the directory, and has processes of its own
  const prefix = `${TOOL}-secrets-${processNamespace()}-`;
  for (const name of readdirSync(parent)) {
    const pid = Number(/^(\d+)-/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[1]);
    if (pid > 0 && !isAlive(pid) && statSync(join(parent, name)).uid === process.getuid?.())
      rmSync(join(parent, name), { recursive: true, force: true });
  }
  const directory = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  chmodSync(directory, 0o700);
  onExit(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Which processes an id of one is told of: a number of the kernel's, '' where it has no such thing. Source: namespaces(7). */
function processNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch {
    return '';
  }
}

let ours: string | undefined;

/** A path in this process's own directory in memory. */
export function pathInMemory(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  ours ??= directoryInMemory(environment);
  return join(ours, name);
}

/** Lays a text down there, which only this user reads. @returns its path */
export function fileInMemory(
  name: string,
  text: string,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const path = pathInMemory(name, environment);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function isInMemory(path: string): boolean {
  return existsSync(path) && statfsSync(path).type === TMPFS;
}
