import {
  containerPort,
  DockerService,
  type Mode,
  type ModeProps,
  NOT_ROOT,
  pythonGet,
  type Stack,
  text,
} from '../lib/index.js';
import type { Postgres } from './postgres.js';

export interface PrefectServerProps<M extends Mode> extends ModeProps<M> {
  readonly postgres: Postgres<M>;
}

/** The workflow engine. */
export class PrefectServer<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, { mode, postgres }: PrefectServerProps<NoInfer<M>>) {
    const port = containerPort(4200);
    super(scope, id, {
      mode,
      kind: 'backing',
      needs: [postgres],
      image: { upstream: 'prefecthq/prefect:3-latest' },
      command: ['prefect', 'server', 'start', '--host', '0.0.0.0'],
      port: { container: port },
      environment: {
        PREFECT_SERVER_ANALYTICS_ENABLED: text`false`,
        // beside its packages, where it would else write its pages at start, nothing can be written in prod
        PREFECT_UI_STATIC_DIRECTORY: text`/tmp/prefect-ui`,
        PREFECT_SERVER_DATABASE_CONNECTION_URL: postgres.databaseUrl('postgresql+asyncpg'),
      },
      volumes: { prefect_data: '/root/.prefect' },
      healthCheck: pythonGet(port, '/api/health'),
      memory: 1024,
      exceptions: { [NOT_ROOT]: 'its data volume lies in the home of root, which no other user may enter' },
    });
  }
}
