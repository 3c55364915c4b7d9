import { AiBrain } from '../constructs/ai-brain.js';
import { AssetService } from '../constructs/asset-service.js';
import { AutomationService } from '../constructs/automation-service.js';
import { CommunicationService } from '../constructs/communication-service.js';
import { Frontend } from '../constructs/frontend.js';
import { IdentityService } from '../constructs/identity-service.js';
import { Migrations } from '../constructs/migrations.js';
import { NetworkService } from '../constructs/network-service.js';
import { Ollama } from '../constructs/ollama.js';
import { Postgres } from '../constructs/postgres.js';
import { PrefectServer } from '../constructs/prefect-server.js';
import { Redis } from '../constructs/redis.js';
import { type Construct, Gateway, type Mode, Stack, type SystemContext } from '../lib/index.js';

/** All of OpsConductor in one mode. */
export abstract class OpsConductorStack<M extends Mode> extends Stack<M> {
  constructor(scope: Construct, context: SystemContext<M>) {
    super(scope, context);
    const { mode } = this;

    const postgres = new Postgres(this, 'postgres', { mode });
    const redis = new Redis(this, 'redis', { mode });
    const ollama = this.kept(new Ollama(this, 'ollama', { mode, optional: true }));
    const prefect = new PrefectServer(this, 'prefect-server', { mode, postgres });

    const migrations = new Migrations(this, 'migrations', { mode, postgres });
    const base = { mode, postgres, migrations, redis };
    const asset = new AssetService(this, 'asset-service', base);
    const communication = new CommunicationService(this, 'communication-service', base);
    const network = new NetworkService(this, 'network-service', base);
    const identity = this.kept(new IdentityService(this, 'identity-service', { ...base, optional: true }));
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
    const frontend = new Frontend(this, 'frontend', { ...base, aiBrain, identity, optional: true });
    new Gateway(this, 'gateway', { mode, page: frontend, apis: [aiBrain, identity] });
  }
}
