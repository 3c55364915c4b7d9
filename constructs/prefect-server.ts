import { DockerService, type Mode, type ModeProps, pythonGet, type Stack } from '../lib/index.js';
import type { Postgres } from './postgres.js';

export interface PrefectServerProps<M extends Mode> extends ModeProps<M> {
  /** Keeps what it knows of flows and their runs. */
  readonly postgres: Postgres<M>;
}

/** The workflow engine. */
export class PrefectServer<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, { postgres, ...props }: PrefectServerProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      needs: [postgres],
      image: 'prefecthq/prefect:3-latest',
      command: ['prefect', 'server', 'start', '--host', '0.0.0.0'],
      port: 4200,
      environment: {
        PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
        // beside its packages, where it would else write its pages at start, nothing can be written in prod
        PREFECT_UI_STATIC_DIRECTORY: '/tmp/prefect-ui',
        PREFECT_SERVER_DATABASE_CONNECTION_URL: postgres.databaseUrl('postgresql+asyncpg'),
      },
      volumes: { prefect_data: '/root/.prefect' },
      healthCheck: pythonGet('/api/health'),
      memory: 1024,
      exceptions: { 'not-root': 'its data volume lies in the home of root, which no other user may enter' },
    });
  }
}
