import { file, type Mode, type Stack } from '../lib/index.js';
import { type ApplicationProps, PythonService } from './python-service.js';

/** Stores notifications for people. */
export class CommunicationService<M extends Mode> extends PythonService<M> {
  constructor(scope: Stack<M>, id: string, props: ApplicationProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      source: 'communication-service',
      port: { container: 3004, host: 8004 },
      live: [file('main.py')],
    });
  }
}
