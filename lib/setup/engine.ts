import { execaLong as execa } from '../engine/program.js';
import { UserError } from '../model/user-error.js';
import { aptInstall } from './apt.js';
import { DAEMON_LOG, startEngine, waitForEngine } from './dockerd.js';
import { engineEndpoint, isLocal } from './engine-endpoint.js';
import type { SetupPart } from './part.js';

const ANSWER_MS = 5_000;
const START_SECONDS = 60;
const NO_CLI = 'the docker command is not installed';
/** What the CLI says where the address itself is wrong: nothing can be started there. */
const NO_ADDRESS = /Failed to initialize|invalid port|no such host/;
const PERMISSION = 'sudo usermod -aG docker "$USER", then log out and in again';

/** Docker's CLI and an engine that answers within 5 s; installed and started only where the engine is this machine's. */
export function enginePart(): SetupPart {
  return {
    name: 'Docker Engine',
    why: 'every service runs in a container',
    check: engineProblem,
    fix: engineFix,
    mend,
  };
}

async function mend(log: (line: string) => void): Promise<void> {
  const before = await engineProblem();
  if (before === undefined) return;
  if (!isLocal(await engineEndpoint()))
    throw new UserError(
      `${before}; only this machine's own engine is installed or started here`,
      await engineFix(),
    );
  refuseWithoutPermission(before);
  if (!(await hasCommand('docker')) || !(await hasCommand('dockerd'))) {
    // Debian 13 has the CLI in a package of its own, which docker.io merely recommends.
    await aptInstall('Docker Engine', ['docker.io', 'iptables'], log, ['docker-cli']);
  }
  if ((await engineProblem()) !== undefined) await startEngine(log);
  await waitForEngine(answersOrRefuses, START_SECONDS, DAEMON_LOG);
  refuseWithoutPermission(await engineProblem());
  log('the engine answers');
}

/** undefined when the engine answers, else one line: where it was looked for, who says so, and what came of it. */
async function engineProblem(): Promise<string | undefined> {
  const result = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
    reject: false,
    timeout: ANSWER_MS,
  });
  if (!result.failed) return undefined;
  if (result.code === 'ENOENT') return NO_CLI;
  const { host, namedBy } = await engineEndpoint();
  if (host === undefined) return `${namedBy} does not exist`;
  const who = namedBy === undefined ? '' : `, which ${namedBy} names`;
  const last = result.stderr.trim().split('\n').at(-1) ?? '';
  // the address once more, and the question that this is the answer to
  const reason = /^(ERROR: )?Cannot connect to the Docker daemon at/i.test(last) ? '' : `: ${last}`;
  return `no Docker Engine answers at ${host}${who}${result.timedOut ? ` within ${ANSWER_MS / 1000} s` : reason}`;
}

/** Where setting it up here would not help: an engine of another place, or one that refuses this user. */
async function engineFix(): Promise<string | undefined> {
  const { host, undo } = await engineEndpoint();
  const problem = await engineProblem();
  if (undo === undefined) return isRefusal(problem) ? PERMISSION : undefined;
  const own = `${undo}, which leads to this machine's own engine`;
  if (host === undefined) return own;
  return NO_ADDRESS.test(problem ?? '')
    ? `${own}, or write an engine's address: unix:///PATH, ssh://USER@HOST or tcp://HOST:PORT`
    : `${own}, or start the one there`;
}

/** For the wait after a start: an engine that refuses this user does run. */
async function answersOrRefuses(): Promise<string | undefined> {
  const problem = await engineProblem();
  return isRefusal(problem) ? undefined : problem;
}

function isRefusal(problem: string | undefined): boolean {
  return /permission denied/i.test(problem ?? '');
}

function refuseWithoutPermission(problem: string | undefined): void {
  if (!isRefusal(problem)) return;
  throw new UserError('the Docker Engine runs, but this user may not use it', PERMISSION);
}

async function hasCommand(name: string): Promise<boolean> {
  // A user's PATH often lacks the folder where Debian puts dockerd.
  const PATH = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;
  return !(await execa('sh', ['-c', 'command -v "$0"', name], { reject: false, env: { PATH } })).failed;
}
