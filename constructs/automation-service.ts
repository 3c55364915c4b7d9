import { dir, file, type Mode, type Stack } from '../lib/index.js';
import type { AssetService } from './asset-service.js';
import type { CommunicationService } from './communication-service.js';
import { type ApplicationProps, PythonService } from './python-service.js';

export interface AutomationServiceProps<M extends Mode> extends ApplicationProps<M> {
  /** Knows the hosts that actions run on. */
  readonly asset: AssetService<M>;
  /** Tells people what was done. */
  readonly communication: CommunicationService<M>;
}

/** Runs an allowlisted command on an asset, here or over ssh, and records the run. */
export class AutomationService<M extends Mode> extends PythonService<M> {
  constructor(
    scope: Stack<M>,
    id: string,
    { asset, communication, ...props }: AutomationServiceProps<NoInfer<M>>,
  ) {
    super(scope, id, {
      ...props,
      source: 'automation-service',
      dockerfile: 'Dockerfile.clean',
      port: { container: 3003, host: 8001 },
      live: [file('main_clean.py'), dir('libraries')],
      calls: [asset, communication],
    });
  }
}
