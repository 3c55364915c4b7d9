import {
  DockerService,
  type DockerServiceProps,
  type LivePath,
  type Mode,
  type ModeProps,
  type PlainEnvironment,
  type PortProps,
  pythonGet,
  type Stack,
} from '../lib/index.js';
import type { Migrations } from './migrations.js';
import type { Postgres } from './postgres.js';
import type { Redis } from './redis.js';

/** What every application service is told. */
export interface ApplicationProps<M extends Mode> extends ModeProps<M> {
  /** Its database; it starts when that is healthy. */
  readonly postgres: Postgres<M>;
  /** Changes its database's schema; it starts when that is done. */
  readonly migrations: Migrations<M>;
  /** Its cache; it starts when that is healthy. */
  readonly redis: Redis<M>;
}

/** A Python service: what is its own beside what all of them have. */
export interface PythonServiceProps<M extends Mode>
  extends ApplicationProps<M>,
    Pick<
      DockerServiceProps<M>,
      'needs' | 'environment' | 'devEnvironment' | 'capabilities' | 'exceptions' | 'replicas' | 'placement'
    > {
  /** The service's directory in the source root. */
  readonly source: string;
  /** Relative to that directory. @default Dockerfile */
  readonly dockerfile?: string;
  /** Its port in the container and on the host, 1 to 65535 each. */
  readonly port: Required<PortProps>;
  /** What dev mounts beside `shared/`, which comes by itself. */
  readonly live: readonly LivePath[];
  /** Services it calls: each gives a `<NAME>_SERVICE_URL` and is waited for. @default - none */
  readonly calls?: readonly DockerService<M>[];
  /** Upper bound of its memory in MiB. @default 512 */
  readonly memory?: number;
}

/** A FastAPI service of OpsConductor: PostgreSQL and Redis first, `shared/` beside its code, GET /health. */
export class PythonService<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: PythonServiceProps<NoInfer<M>>) {
    const { postgres, migrations, redis, source, dockerfile, live, calls = [], needs = [], ...rest } = props;
    super(scope, id, {
      memory: 512,
      healthCheck: pythonGet('/health'),
      ...rest,
      needs: [postgres, migrations, redis, ...calls, ...needs],
      image: { directory: source, dockerfile, live },
      environment: {
        ...databaseEnvironment(postgres),
        ...redisEnvironment(redis),
        ...Object.fromEntries(calls.map((service) => [urlVariable(service.name), service.url()])),
        ...props.environment,
      },
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
function databaseEnvironment(postgres: Postgres<Mode>): PlainEnvironment {
  return {
    DATABASE_URL: postgres.databaseUrl(),
    DB_HOST: postgres.name,
    DB_PORT: postgres.port,
    DB_NAME: postgres.database,
    DB_USER: postgres.user,
    DB_PASSWORD: postgres.password,
  };
}

function redisEnvironment(redis: Redis<Mode>): PlainEnvironment {
  return {
    REDIS_URL: redis.url('redis'),
    REDIS_HOST: redis.name,
    REDIS_PORT: redis.port,
  };
}
