import { spawn } from 'node:child_process';

/**
 * Runs docker with this process's own streams: a terminal is handed on as it is.
 * @param env beside the shell's variables
 * @returns its exit code, which is that of what it runs
 */
export function attachedDocker(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  // Ctrl-C is for what runs there; this process ends with it
  const wait = () => {};
  process.on('SIGINT', wait);
  return new Promise<number>((resolve, reject) => {
    const child = spawn('docker', args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGINT', wait));
}
