import type { Mode } from '../model/mode.js';
import { containerPort } from '../model/port.js';
import { DockerService, type ModeProps } from './docker-service.js';
import { command } from './health.js';
import type { SystemScope } from './system-scope.js';

/** Redis, writing every change to its append-only file. */
export class Redis<M extends Mode> extends DockerService<M> {
  constructor(scope: SystemScope<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      mode: props.mode,
      kind: 'backing',
      needs: [],
      image: { upstream: 'redis:7-alpine' },
      command: ['redis-server', '--appendonly', 'yes'],
      port: { container: containerPort(6379) },
      environment: {},
      volumes: { redis_data: '/data' },
      healthCheck: command('redis-cli', 'ping'),
      user: 'redis',
      memory: 512,
    });
  }
}
