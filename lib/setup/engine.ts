import { execa } from 'execa';
import { UserError } from '../model/user-error.js';
import { aptInstall } from './apt.js';
import { DAEMON_LOG, startEngine, waitForEngine } from './dockerd.js';
import type { SetupPart } from './part.js';

const LOCAL_ENGINE = 'unix:///var/run/docker.sock';
const ANSWER_MS = 5_000;
const START_SECONDS = 60;

/** Docker's CLI and an engine that answers within 5 s; installed and started only where the engine is this machine's. */
export function enginePart(): SetupPart {
  return { name: 'Docker Engine', why: 'every service runs in a container', check: engineProblem, mend };
}

async function mend(log: (line: string) => void): Promise<void> {
  const before = await engineProblem();
  if (before === undefined) return;
  const endpoint = await engineEndpoint();
  if (endpoint !== LOCAL_ENGINE) {
    throw new UserError(
      `${before} (at ${endpoint}; only this machine's own engine is installed or started here)`,
      'Start it there, or choose another: unset DOCKER_HOST, docker context use default',
    );
  }
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

/** undefined when the engine answers, else one line. */
async function engineProblem(): Promise<string | undefined> {
  const result = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
    reject: false,
    timeout: ANSWER_MS,
  });
  if (!result.failed) return undefined;
  if (result.code === 'ENOENT') return 'the docker command is not installed';
  if (result.timedOut) return `the engine did not answer within ${ANSWER_MS / 1000} s`;
  return `the engine does not answer: ${result.stderr.trim().split('\n').at(-1)}`;
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
  throw new UserError(
    'The Docker engine runs, but this user may not use it',
    'Run: sudo usermod -aG docker "$USER", then log out and in again',
  );
}

/** Where the CLI looks for its engine: DOCKER_HOST, else the current context, else this machine's socket. */
async function engineEndpoint(): Promise<string> {
  if (process.env.DOCKER_HOST) return process.env.DOCKER_HOST;
  const format = '{{.Endpoints.docker.Host}}';
  const result = await execa('docker', ['context', 'inspect', '--format', format], { reject: false });
  return result.failed ? LOCAL_ENGINE : result.stdout.trim();
}

async function hasCommand(name: string): Promise<boolean> {
  // A user's PATH often lacks the folder where Debian puts dockerd.
  const PATH = `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin`;
  return !(await execa('sh', ['-c', 'command -v "$0"', name], { reject: false, env: { PATH } })).failed;
}
