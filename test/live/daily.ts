import { execa } from 'execa';
import { expect } from 'vitest';
import { docker, lines } from './engine.js';
import type { Output } from './harness.js';

/** Whatever can run a system's own executable. */
interface Runs {
  run(program: string, args: readonly string[]): Promise<Output>;
}

/** What people do with a system that runs, whichever engine made it. @param program its executable */
export async function expectDailyWork(
  system: Runs,
  program: string,
  service: string,
  container: string,
): Promise<void> {
  const restarted = await system.run(program, ['restart', service]);
  expect(restarted).toMatchObject({ exitCode: 0, stderr: '' });
  expect(restarted.stdout).toMatch(new RegExp(`^${service} restarted, healthy in [\\d.]+ s$`));
  const logs = await system.run(program, ['logs', service, '--json']);
  expect(timesIn(logs.stdout)).toEqual(await timesOf(container));
  const once = ['run', service, '--', 'sh', '-c', 'echo $((6 * 7)); exit 7'];
  expect(await system.run(program, once)).toMatchObject({ exitCode: 7, stdout: '42' });
  const shell = `printf 'cat /etc/hostname\\nexit 3\\n' | ${program} shell ${service}`;
  expect(await system.run('sh', ['-c', shell])).toMatchObject({
    exitCode: 3,
    stdout: (await docker('inspect', '--format', '{{.Id}}', container)).trim().slice(0, 12),
  });
  // docker passes no signal on to what it has begun in a container
  const slow = [
    `${program} shell ${service} < <(echo 'sleep 3600'; exec sleep 30 2> /dev/null) &`,
    `until docker top ${container} -o pid,args | grep -q 'sleep 3600'; do sleep 0.2; done`,
    'kill $!; wait $!',
  ].join('\n');
  const ended = await system.run('bash', ['-c', slow]);
  expect(ended.exitCode, ended.stderr).toBe(143);
  // a slow machine is told first what it is waited for
  const standing = `interrupted: the shell has ended. To go on: ${program} shell ${service}.`;
  expect(ended.stderr.split('\n').at(-1)).toBe(standing);
  // told to end, as by a terminal that is closed; on a busy machine it does so a moment later
  const inside = () => docker('top', container, '-o', 'pid,args');
  await expect.poll(inside, { timeout: 10_000 }).not.toContain('sleep 3600');
  const left = await docker('ps', '--all', '--format', '{{.Names}}', '--filter', 'name=-run-');
  expect(lines(left).filter((name) => name.includes(`-${service}-run-`))).toEqual([]);
}

/** The times of all lines that `logs --json` has shown, in the order in which they were. */
export function timesIn(output: string): string[] {
  return lines(output).map((line) => (JSON.parse(line) as { time: string }).time);
}

/** The times of all that a container has written, sorted. */
export async function timesOf(container: string): Promise<string[]> {
  const { all } = await execa('docker', ['logs', '--timestamps', container], { all: true });
  return lines(all)
    .flatMap((line) => line.split(' ')[0] || [])
    .sort();
}
