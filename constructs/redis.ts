import { DockerService, type ModeProps } from '../lib/construct/docker-service.js';
import { command } from '../lib/construct/health.js';
import type { SystemScope } from '../lib/construct/system-scope.js';
import type { Mode } from '../lib/model/mode.js';

/** Redis, writing every change to its append-only file. */
export class Redis<M extends Mode> extends DockerService<M> {
  constructor(scope: SystemScope<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      mode: props.mode,
      image: 'redis:7-alpine',
      command: ['redis-server', '--appendonly', 'yes'],
      port: 6379,
      volumes: { redis_data: '/data' },
      healthCheck: command('redis-cli', 'ping'),
      user: 'redis',
      memory: 512,
    });
  }
}
