import { NOT_ROOT } from '../lib/construct/definition.js';
import { DockerService, type ModeProps } from '../lib/construct/docker-service.js';
import { pythonGet } from '../lib/construct/health.js';
import type { SystemScope } from '../lib/construct/system-scope.js';
import { text } from '../lib/model/environment.js';
import type { Mode } from '../lib/model/mode.js';
import { containerPort } from '../lib/model/port.js';
import type { Postgres } from './postgres.js';

export interface PrefectServerProps<M extends Mode> extends ModeProps<M> {
  readonly postgres: Postgres<M>;
}

/** The workflow engine. */
export class PrefectServer<M extends Mode> extends DockerService<M> {
  constructor(scope: SystemScope<M>, id: string, { mode, postgres }: PrefectServerProps<NoInfer<M>>) {
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
