import {
  command,
  containerPort,
  DockerService,
  type Mode,
  type ModeProps,
  type Stack,
} from '../lib/index.js';

/** Redis, writing every change to its append-only file. */
export class Redis<M extends Mode> extends DockerService<M> {
  constructor(scope: Stack<M>, id: string, props: ModeProps<NoInfer<M>>) {
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
