import { execaLong as execa } from '../engine/program.js';

const LOCAL_ENGINE = 'unix:///var/run/docker.sock';

/** Where Docker's CLI looks for its engine, and who says so. */
export interface EngineEndpoint {
  /** `unix:///var/run/docker.sock`; undefined where the context that is named does not exist. */
  readonly host: string | undefined;
  /** `DOCKER_HOST`, `docker context "far"`; undefined where nobody says anything but the default. */
  readonly namedBy?: string;
  /** What leads back to this machine's engine; only where somebody names another. */
  readonly undo?: string;
}

/** By DOCKER_HOST, else DOCKER_CONTEXT or the current context, else this machine's socket. */
export async function engineEndpoint(): Promise<EngineEndpoint> {
  const { DOCKER_HOST, DOCKER_CONTEXT } = process.env;
  if (DOCKER_HOST) return { host: DOCKER_HOST, namedBy: 'DOCKER_HOST', undo: 'unset DOCKER_HOST' };
  const format = '{{.Name}}\t{{.Endpoints.docker.Host}}';
  const result = await execa('docker', ['context', 'inspect', '--format', format], { reject: false });
  const [name = '', host] = result.failed ? [DOCKER_CONTEXT ?? ''] : result.stdout.trim().split('\t');
  if (name === '' || name === 'default') return { host: host ?? LOCAL_ENGINE };
  const undo = DOCKER_CONTEXT ? 'unset DOCKER_CONTEXT' : 'docker context use default';
  return { host, namedBy: `docker context "${name}"`, undo };
}

export function isLocal({ host }: EngineEndpoint): boolean {
  return host === LOCAL_ENGINE;
}
