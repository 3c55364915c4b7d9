import { execa } from 'execa';
import { lastLines } from '../engine/last-lines.js';
import { swarmRole } from '../engine/swarm.js';
import { UserError } from '../model/user-error.js';
import type { SetupPart } from './part.js';

/** Heard by nobody but this machine; others join one that was made for them. */
const ALONE = ['--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1:2377'];

/** The engine as the manager of a swarm: of this machine alone, where it is in none. */
export function swarmPart(): SetupPart {
  return { name: 'Docker Swarm', why: 'it is to run prod', check: swarmProblem, fix: workersFix, mend };
}

/** @returns undefined where this engine manages a swarm */
async function swarmProblem(): Promise<string | undefined> {
  const role = await swarmRole();
  if (role === 'manager') return undefined;
  return role === 'worker'
    ? 'this engine is a worker of its swarm, and only a manager deploys'
    : 'this engine is in no swarm';
}

async function workersFix(): Promise<string | undefined> {
  return (await swarmRole()) === 'worker'
    ? 'deploy on a manager (docker node ls there lists them)'
    : undefined;
}

async function mend(log: (line: string) => void): Promise<void> {
  if ((await swarmRole()) === 'worker')
    throw new UserError('this engine is a worker of its swarm', 'deploy on a manager');
  const { exitCode, all } = await execa('docker', ['swarm', 'init', ...ALONE], { all: true, reject: false });
  if (exitCode !== 0) throw new UserError(`this engine does not become a swarm: ${lastLines(all, 2)}`);
  log('a swarm of this machine alone');
}
