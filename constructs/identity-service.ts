import { file, type Mode, type Stack } from '../lib/index.js';
import { type ApplicationProps, PythonService } from './python-service.js';

/** Has the accounts, and issues the tokens that the other services check. */
export class IdentityService<M extends Mode> extends PythonService<M> {
  constructor(scope: Stack<M>, id: string, props: ApplicationProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      source: 'identity-service',
      port: { container: 3001, host: 8005 },
      live: [file('main.py'), file('keycloak_adapter.py')],
      // in prod, whoever comes first must not own the system
      environment: { SETUP_SECRET: { secret: 'SETUP_SECRET' } },
      devEnvironment: { SETUP_SECRET: '' },
      exceptions: {
        'imports-are-live': 'how passwords are kept changes by a new image alone, never by an edit',
      },
    });
  }
}
