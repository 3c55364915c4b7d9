import { join } from 'node:path';
import { format } from 'node:util';
import { vi } from 'vitest';
import { run } from '../../cli/run.js';
import { opsconductor } from '../../stacks/opsconductor.js';
import type { Outcome } from './project-copy.js';

/**
 * Calls a command as its script does, in this process: what it prints, and its exit code. One at a time.
 * @param directory the project's, a copy
 * @param words without any, what cdktf runs
 * @param command what is called @default - OpsConductor's `main.ts`
 * @param environment beside it nothing of this machine's settings is seen, and no engine answers
 */
export async function call(
  directory: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  command = (): Promise<void> => run(opsconductor, words),
): Promise<Outcome> {
  const home = join(directory, 'home');
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: home,
    DOCKER_HOST: 'unix:///nowhere.sock',
    OPSCONDUCTOR_HEAL: '0',
    ...environment,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const text = { stdout: '', stderr: '' };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...said) => {
      text.stdout += `${format(...said)}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((...said) => {
      text.stderr += `${format(...said)}\n`;
    }),
  ];
  const before = { exitCode: process.exitCode, directory: process.cwd() };
  process.chdir(directory);
  process.exitCode = undefined;
  try {
    await command();
    return { code: Number(process.exitCode ?? 0), ...text };
  } finally {
    process.exitCode = before.exitCode;
    process.chdir(before.directory);
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
