import { runDocker } from './command.js';

/**
 * Whether the engine here takes `start_interval`: Docker Engine 25 and newer. What counts is the API that this machine's
 * docker command speaks with it; false where none answers.
 */
export async function hasStartInterval(): Promise<boolean> {
  const { failed, stdout } = await runDocker(['version', '--format', '{{.Client.APIVersion}}']);
  return !failed && apiHasStartInterval(stdout);
}

/** @param version as `docker version` prints it: `1.45` */
export function apiHasStartInterval(version: string): boolean {
  const [major = 0, minor = 0] = version.trim().split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 44);
}
