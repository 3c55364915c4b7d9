/** The system in dev and prod mode: what `npx twomode` runs, and cdktf. */
import {
  type Construct,
  containerPort,
  DockerService,
  defineSystem,
  file,
  hostPort,
  type Mode,
  pythonGet,
  run,
  Stack,
  type SystemContext,
} from 'twomode';

/** All services in one mode. */
class Services<M extends Mode> extends Stack<M> {
  constructor(scope: Construct, context: SystemContext<M>) {
    super(scope, context);
    const { mode } = this;

    const port = containerPort(8000);
    new DockerService(this, 'hello', {
      mode,
      kind: 'application',
      needs: [],
      image: {
        directory: 'hello',
        dockerfile: 'Dockerfile',
        shared: false,
        // mounted over the image in dev: an edit takes effect without a build
        live: [file('main.py')],
      },
      port: { container: port, host: hostPort(8100) },
      environment: {},
      healthCheck: pythonGet(port, '/health'),
      memory: 128,
    });
  }
}

await run(defineSystem({ name: 'my-system', stacks: { dev: Services, prod: Services } }));
