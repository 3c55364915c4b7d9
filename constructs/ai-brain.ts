import { dir, file, type Mode, type Stack, text } from '../lib/index.js';
import type { AssetService } from './asset-service.js';
import type { AutomationService } from './automation-service.js';
import type { CommunicationService } from './communication-service.js';
import type { NetworkService } from './network-service.js';
import type { Ollama } from './ollama.js';
import type { PrefectServer } from './prefect-server.js';
import { PythonService, type ServiceProps } from './python-service.js';

export interface AiBrainProps<M extends Mode> extends ServiceProps<M> {
  readonly prefect: PrefectServer<M>;
  readonly automation: AutomationService<M>;
  readonly asset: AssetService<M>;
  readonly network: NetworkService<M>;
  readonly communication: CommunicationService<M>;
  /** @default - it answers by its own rules, without a model */
  readonly ollama?: Ollama<M> | undefined;
}

/** Takes what people ask in words to the services that do it. */
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
        PREFECT_API_URL: text`${prefect.url()}/api`,
        ...(ollama ? { OLLAMA_BASE_URL: text`${ollama.url()}` } : {}),
      },
      memory: 1024,
    });
  }
}
