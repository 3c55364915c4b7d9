import {
  type Construct,
  command,
  DockerService,
  DockerWorker,
  dir,
  file,
  freshFile,
  type Mode,
  nodeGet,
  Stack,
  type SystemContext,
} from '../../../lib/index.js';
import { MariaDb } from './mariadb.js';

/** All of the shop in one mode. */
export class ShopStack<M extends Mode> extends Stack<M> {
  constructor(scope: Construct, context: SystemContext<M>) {
    super(scope, context);
    const { mode } = this;

    const database = new MariaDb(this, 'database', { mode });
    const cache = new DockerService(this, 'cache', {
      mode,
      image: 'redis:7-alpine',
      port: 6379,
      healthCheck: command('redis-cli', 'ping'),
      user: 'redis',
      tmpfs: { '/data': 64 },
      memory: 128,
    });
    const environment = { ...database.access, CACHE_URL: cache.url('redis') };
    const node = { mode, healthCheck: nodeGet('/health'), memory: 256 };

    const api = new DockerService(this, 'api', {
      ...node,
      needs: [database, cache],
      image: { directory: 'services/api', live: [file('server.js'), dir('src')] },
      port: { container: 3000, host: 8301 },
      otherPorts: { metrics: { container: 9100, host: 8302 } },
      environment,
    });
    new DockerWorker(this, 'worker', {
      ...node,
      needs: [database, cache],
      image: { directory: 'services/worker', live: [file('worker.js'), dir('src')] },
      environment,
      healthCheck: freshFile('/tmp/alive', 10),
    });
    new DockerService(this, 'web', {
      ...node,
      needs: [api],
      image: { directory: 'services/web', live: [file('server.js'), dir('src')] },
      port: { container: 8080, host: 8300 },
      environment: { API_URL: api.url(), METRICS_URL: api.url('http', 'metrics') },
    });
  }
}
