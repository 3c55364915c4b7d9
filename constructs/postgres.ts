import {
  command,
  DockerService,
  type EnvironmentValue,
  type Mode,
  type ModeProps,
  type Secret,
  type Stack,
  text,
} from '../lib/index.js';

const DATABASE = 'opsconductor';
const USER = 'opsconductor';
const SCHEMA = 'init-schema.sql';
const PASSWORD_FILE = '/run/secrets/postgres_password';

/** PostgreSQL with the system's schema baked in: run on first start, in prod too, where nothing can be bind-mounted. */
export class Postgres<M extends Mode> extends DockerService<M> {
  readonly database = DATABASE;
  readonly user = USER;
  readonly password: Secret = { secret: 'POSTGRES_PASSWORD' };

  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      kind: 'backing',
      image: {
        directory: 'database',
        inline: `FROM postgres:17-alpine\nCOPY ${SCHEMA} /docker-entrypoint-initdb.d/\n`,
        only: [SCHEMA],
      },
      port: 5432,
      environment: {
        POSTGRES_DB: DATABASE,
        POSTGRES_USER: USER,
        POSTGRES_PASSWORD_FILE: PASSWORD_FILE,
      },
      secretFiles: { [PASSWORD_FILE]: 'POSTGRES_PASSWORD' },
      volumes: { postgres_data: '/var/lib/postgresql/data' },
      healthCheck: command('pg_isready', '-h', '127.0.0.1', '-U', USER, '-d', DATABASE),
      user: 'postgres',
      tmpfs: { '/tmp': 64, '/var/run/postgresql': 1 },
      memory: 1024,
      stopGrace: 30,
      exceptions: {
        'read-only-root':
          'its password is laid into it as a file, and no engine does that to a read-only one',
      },
    });
  }

  /** The database's URL with the password in its place, for a driver: `postgresql+asyncpg`. */
  databaseUrl(scheme = 'postgresql'): EnvironmentValue {
    return text`${scheme}://${USER}:${this.password}@${this.name}:${this.port}/${DATABASE}`;
  }
}
