import { dir, file, type Mode, type Stack } from '../lib/index.js';
import type { AssetService } from './asset-service.js';
import type { AutomationService } from './automation-service.js';
import type { CommunicationService } from './communication-service.js';
import type { NetworkService } from './network-service.js';
import type { Ollama } from './ollama.js';
import type { PrefectServer } from './prefect-server.js';
import { type ApplicationProps, PythonService } from './python-service.js';

export interface AiBrainProps<M extends Mode> extends ApplicationProps<M> {
  /** Runs the workflows that it starts. */
  readonly prefect: PrefectServer<M>;
  /** Carries out what was asked. */
  readonly automation: AutomationService<M>;
  /** Knows the hosts that are meant. */
  readonly asset: AssetService<M>;
  /** Measures hosts. */
  readonly network: NetworkService<M>;
  /** Tells people. */
  readonly communication: CommunicationService<M>;
  /** Its model server. @default - it answers by its own rules, without a model */
  readonly ollama?: Ollama<M> | undefined;
}

/** Understands what people ask, using Ollama or rules, and calls the services that do it. */
export class AiBrain<M extends Mode> extends PythonService<M> {
  constructor(scope: Stack<M>, id: string, props: AiBrainProps<NoInfer<M>>) {
    const { prefect, automation, asset, network, communication, ollama, ...rest } = props;
    super(scope, id, {
      ...rest,
      source: 'ai-brain',
      dockerfile: 'Dockerfile.clean',
      port: { container: 3005, host: 3005 },
      live: [file('main_clean.py'), dir('orchestration')],
      calls: [automation, asset, network, communication],
      needs: ollama ? [prefect, ollama] : [prefect],
      environment: {
        PREFECT_API_URL: `${prefect.url()}/api`,
        OLLAMA_BASE_URL: ollama?.url(),
      },
      memory: 1024,
    });
  }
}
