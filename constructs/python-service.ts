import {
  containerPort,
  DockerService,
  type Environment,
  type Exceptions,
  hostPort,
  type LivePath,
  type Mode,
  type ModeProps,
  pythonGet,
  type Stack,
  text,
} from '../lib/index.js';
import type { Postgres } from './postgres.js';
import type { Redis } from './redis.js';

/** What every application service is told. */
export interface ServiceProps<M extends Mode> extends ModeProps<M> {
  readonly postgres: Postgres<M>;
  readonly redis: Redis<M>;
}

export interface PythonServiceProps<M extends Mode> extends ServiceProps<M> {
  /** The service's directory in the source root. */
  readonly source: string;
  /** @default Dockerfile */
  readonly dockerfile?: string;
  readonly port: { readonly container: number; readonly host: number };
  /** What dev mounts beside `shared/`, which comes by itself. */
  readonly live: readonly LivePath[];
  /** Services it calls: each gives a `<NAME>_SERVICE_URL` and is waited for. @default - none */
  readonly calls?: readonly DockerService<M>[];
  /** Services it needs by another name. @default - none */
  readonly needs?: readonly DockerService<M>[];
  /** @default - none of its own */
  readonly environment?: Environment;
  /** @default - none */
  readonly capabilities?: readonly string[];
  /** Rule → why this service departs from it. @default - none */
  readonly exceptions?: Exceptions;
  /** MiB @default 512 */
  readonly memory?: number;
}

/** A FastAPI service of OpsConductor: PostgreSQL and Redis first, `shared/` beside its code, GET /health. */
export class PythonService<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: PythonServiceProps<NoInfer<M>>) {
    const { mode, postgres, redis, calls = [], needs = [] } = props;
    const port = containerPort(props.port.container);
    super(scope, id, {
      mode,
      kind: 'application',
      needs: [postgres, redis, ...calls, ...needs],
      image: {
        directory: props.source,
        dockerfile: props.dockerfile ?? 'Dockerfile',
        shared: true,
        live: props.live,
      },
      port: { container: port, host: hostPort(props.port.host) },
      environment: {
        ...databaseEnvironment(postgres),
        ...redisEnvironment(redis),
        ...Object.fromEntries(calls.map((service) => [urlVariable(service.name), text`${service.url()}`])),
        ...props.environment,
      },
      healthCheck: pythonGet(port, '/health'),
      ...(props.capabilities ? { capabilities: props.capabilities } : {}),
      ...(props.exceptions ? { exceptions: props.exceptions } : {}),
      memory: props.memory ?? 512,
    });
  }
}

/** `asset-service` → `ASSET_SERVICE_URL`. */
function urlVariable(service: string): string {
  return `${service
    .replace(/-service$/, '')
    .replaceAll('-', '_')
    .toUpperCase()}_SERVICE_URL`;
}

/** Both forms: some services read DATABASE_URL, those on `shared/base_service.py` read DB_*. */
function databaseEnvironment(postgres: Postgres<Mode>): Environment {
  return {
    DATABASE_URL: postgres.databaseUrl(),
    DB_HOST: text`${postgres.name}`,
    DB_PORT: text`${postgres.port}`,
    DB_NAME: text`${postgres.database}`,
    DB_USER: text`${postgres.user}`,
    DB_PASSWORD: [postgres.password],
  };
}

function redisEnvironment(redis: Redis<Mode>): Environment {
  return {
    REDIS_URL: text`${redis.url('redis')}`,
    REDIS_HOST: text`${redis.name}`,
    REDIS_PORT: text`${redis.port}`,
  };
}
