import type { Construct } from 'constructs';
import { AiBrain } from '../constructs/ai-brain.js';
import { AssetService } from '../constructs/asset-service.js';
import { AutomationService } from '../constructs/automation-service.js';
import { CommunicationService } from '../constructs/communication-service.js';
import { Frontend } from '../constructs/frontend.js';
import { IdentityService } from '../constructs/identity-service.js';
import { NetworkService } from '../constructs/network-service.js';
import { Ollama } from '../constructs/ollama.js';
import { Postgres } from '../constructs/postgres.js';
import { PrefectServer } from '../constructs/prefect-server.js';
import { Redis } from '../constructs/redis.js';
import { SystemScope, type SystemScopeProps } from '../lib/construct/system-scope.js';
import type { Mode } from '../lib/model/mode.js';
import type { OptionalService } from '../lib/model/optional-service.js';

export interface OpsConductorProps<M extends Mode> extends SystemScopeProps<M> {
  readonly without: readonly OptionalService[];
}

/** All of OpsConductor in one mode. */
export abstract class OpsConductorStack<M extends Mode> extends SystemScope<M> {
  constructor(scope: Construct, id: string, props: OpsConductorProps<M>) {
    super(scope, id, props);
    const { mode } = props.context;
    const keeps = (service: OptionalService) => !props.without.includes(service);

    const postgres = new Postgres(this, 'postgres', { mode });
    const redis = new Redis(this, 'redis', { mode });
    const ollama = keeps('ollama') ? new Ollama(this, 'ollama', { mode }) : undefined;
    const prefect = new PrefectServer(this, 'prefect-server', { mode, postgres });

    const base = { mode, postgres, redis };
    const asset = new AssetService(this, 'asset-service', base);
    const communication = new CommunicationService(this, 'communication-service', base);
    const network = new NetworkService(this, 'network-service', base);
    const identity = keeps('identity-service')
      ? new IdentityService(this, 'identity-service', base)
      : undefined;
    const automation = new AutomationService(this, 'automation-service', { ...base, asset, communication });
    const aiBrain = new AiBrain(this, 'ai-brain', {
      ...base,
      prefect,
      ollama,
      automation,
      asset,
      network,
      communication,
    });
    if (keeps('frontend')) new Frontend(this, 'frontend', { ...base, aiBrain, identity });
  }
}
