import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from '../engine/last-lines.js';
import { TOOL } from '../model/tool.js';
import { UserError } from '../model/user-error.js';
import { runAsRoot } from './root-command.js';

export const DAEMON_LOG = `/var/log/${TOOL}-dockerd.log`;

/** Starts the engine: by systemd where it runs, else as a process of its own session that outlives this one. */
export async function startEngine(log: (line: string) => void): Promise<void> {
  if (existsSync('/run/systemd/system')) {
    log('starting the engine: systemctl start docker');
    await runAsRoot(['systemctl', 'start', 'docker']);
    return;
  }
  log(`starting the engine: dockerd, in the background; its log is ${DAEMON_LOG}`);
  await startDaemon(DAEMON_LOG, []);
}

/** @param args arguments of dockerd; it returns at once, whether dockerd then comes up or not */
export async function startDaemon(logFile: string, args: readonly string[]): Promise<void> {
  const script = 'PATH=$PATH:/usr/sbin:/sbin; setsid dockerd "$@" >>"$0" 2>&1 </dev/null &';
  await runAsRoot(['sh', '-c', script, logFile, ...args]);
}

/**
 * Waits until the engine answers.
 *
 * @param problem asks the engine: undefined when it answers, else what is wrong
 * @param seconds how long to wait
 * @throws UserError with the end of the log file, if there is one, when the time is over
 */
export async function waitForEngine(
  problem: () => Promise<string | undefined>,
  seconds: number,
  logFile: string,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  let last = await problem();
  while (last !== undefined && Date.now() < end) {
    await sleep(500);
    last = await problem();
  }
  if (last === undefined) return;
  const output = await readFile(logFile, 'utf8').catch(() => '');
  throw new UserError(
    `the Docker Engine was started but did not answer within ${seconds} s: ${last}`,
    output ? `see the end of ${logFile}:\n${lastLines(output)}` : 'see journalctl -u docker',
  );
}
