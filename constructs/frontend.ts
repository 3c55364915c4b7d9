import { DockerService, dir, file, type Mode, type Stack, webGet } from '../lib/index.js';
import type { AiBrain } from './ai-brain.js';
import type { IdentityService } from './identity-service.js';
import type { ApplicationProps } from './python-service.js';

export interface FrontendProps<M extends Mode> extends ApplicationProps<M> {
  /** Called by the browser, so by its host port. */
  readonly aiBrain: AiBrain<M>;
  /** Where the browser logs in. @default - the frontend's own default */
  readonly identity?: IdentityService<M> | undefined;
}

/** The page, a React application: its development server in dev, its build in prod. */
export class Frontend<M extends Mode> extends DockerService<M> {
  constructor(
    scope: Stack<M>,
    id: string,
    { postgres, migrations, redis, aiBrain, identity, ...props }: FrontendProps<NoInfer<M>>,
  ) {
    super(scope, id, {
      ...props,
      needs: [postgres, migrations, redis],
      requires: [aiBrain],
      image: {
        directory: 'frontend',
        page: true,
        live: [
          // its development server hands these to the browser; the rest it reads when it starts
          dir('src', { hot: true }),
          dir('public', { hot: true }),
          file('package.json'),
          file('package-lock.json'),
          file('tsconfig.json'),
          file('.env'),
        ],
      },
      sharedHot: true,
      port: { container: 3000, host: 3000 },
      environment: {
        REACT_APP_API_URL: aiBrain.browserUrl(),
        REACT_APP_IDENTITY_URL: identity?.browserUrl(),
      },
      // events of a bind mount do not reach every host's container
      devEnvironment: { CHOKIDAR_USEPOLLING: 'true' },
      healthCheck: webGet('/health'),
      // the second is for development servers that keep a cache beside their packages
      tmpfs: { '/tmp': 256, '/app/node_modules/.cache': 256 },
      memory: 2048,
    });
  }
}
