import { command, DockerService, type Mode, type ModeProps, type Stack } from '../lib/index.js';

/** Redis, writing every change to its append-only file. */
export class Redis<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
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
