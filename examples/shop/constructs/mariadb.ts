import { command, DockerService, type Mode, type ModeProps, type Stack } from '../../../lib/index.js';

const NAME = 'shop';
const PASSWORD = 'MARIADB_PASSWORD';
const PASSWORD_FILE = '/run/secrets/mariadb_password';

/** MariaDB with the shop's tables baked in, made at the first start. */
export class MariaDb<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      mode: props.mode,
      kind: 'backing',
      image: {
        directory: 'database',
        inline: 'FROM mariadb:11.8\nCOPY schema.sql /docker-entrypoint-initdb.d/\n',
        only: ['schema.sql'],
      },
      port: 3306,
      environment: {
        MARIADB_RANDOM_ROOT_PASSWORD: 'yes',
        MARIADB_DATABASE: NAME,
        MARIADB_USER: NAME,
        MARIADB_PASSWORD_FILE: PASSWORD_FILE,
      },
      secretFiles: { [PASSWORD_FILE]: PASSWORD },
      volumes: { database: '/var/lib/mysql' },
      healthCheck: command('healthcheck.sh', '--connect', '--innodb_initialized'),
      user: 'mysql',
      tmpfs: { '/tmp': 64, '/run/mysqld': 1 },
      memory: 512,
      stopGrace: 30,
      exceptions: { 'read-only-root': 'its password is laid into it as a file' },
    });
  }

  /** What a service needs to reach it: variables of its environment. */
  get access() {
    const password = { secret: PASSWORD };
    return { DB_HOST: this.name, DB_PORT: this.port, DB_NAME: NAME, DB_USER: NAME, DB_PASSWORD: password };
  }
}
