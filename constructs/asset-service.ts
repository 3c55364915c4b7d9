import { dir, file, type Mode, type Stack } from '../lib/index.js';
import { type ApplicationProps, PythonService } from './python-service.js';

/** Knows the assets; `data/kinds.json` says what is known about each kind. */
export class AssetService<M extends Mode> extends PythonService<M> {
  constructor(scope: Stack<M>, id: string, props: ApplicationProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      source: 'asset-service',
      port: { container: 3002, host: 8002 },
      live: [file('main.py'), dir('data')],
    });
  }
}
