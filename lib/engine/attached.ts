import { spawn } from 'node:child_process';

/**
 * Runs a program with this process's own streams: a terminal is handed on as it is.
 * @returns its exit code
 */
export function attachedProgram(program: string, args: readonly string[]): Promise<number> {
  // Ctrl-C is for what runs there, which the terminal has told, too; this process ends with it
  const wait = () => {};
  process.on('SIGINT', wait);
  let pass = (_: NodeJS.Signals) => {};
  const signals = ['SIGTERM', 'SIGHUP'] as const;
  return new Promise<number>((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    pass = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(() => {
    process.off('SIGINT', wait);
    for (const signal of signals) process.off(signal, pass);
  });
}

/** The same of docker: its exit code is that of what it runs in a container. */
export function attachedDocker(args: readonly string[]): Promise<number> {
  return attachedProgram('docker', args);
}
