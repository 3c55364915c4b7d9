/** The system in dev and prod mode: what `npx twomode` runs, and cdktf. */
import {
  type Construct,
  DockerService,
  defineSystem,
  file,
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

    new DockerService(this, 'hello', {
      mode,
      image: {
        directory: 'hello',
        // mounted over the image in dev: an edit takes effect without a build
        live: [file('main.py')],
      },
      port: { container: 8000, host: 8100 },
      healthCheck: pythonGet('/health'),
      memory: 128,
    });
  }
}

await run(defineSystem({ name: 'my-system', stacks: { dev: Services, prod: Services } }));
