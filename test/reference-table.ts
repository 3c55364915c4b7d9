/** OpsConductor as its team runs it, written down by hand: what the tests hold the constructs to. */
export interface ReferenceService {
  readonly name: string;
  readonly kind: 'application' | 'backing';
  /** The image it runs; without it the service is built. */
  readonly image?: string;
  /** Its directory in the source root. */
  readonly source?: string;
  readonly dockerfile?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  /** What dev mounts: host path in the source root → container path. */
  readonly live: Readonly<Record<string, string>>;
  /** Data volume → container path. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Waited for until healthy. */
  readonly needs: readonly string[];
  /** Called by `<NAME>_SERVICE_URL`: variable → URL. */
  readonly calls: Readonly<Record<string, string>>;
  readonly capabilities?: readonly string[];
}

export const REFERENCE: readonly ReferenceService[] = [
  {
    name: 'postgres',
    kind: 'backing',
    source: 'database',
    containerPort: 5432,
    live: {},
    volumes: { postgres_data: '/var/lib/postgresql/data' },
    needs: [],
    calls: {},
  },
  {
    name: 'redis',
    kind: 'backing',
    image: 'redis:7-alpine',
    containerPort: 6379,
    live: {},
    volumes: { redis_data: '/data' },
    needs: [],
    calls: {},
  },
  {
    name: 'ollama',
    kind: 'backing',
    image: 'ollama/ollama:0.11.11',
    containerPort: 11434,
    live: {},
    volumes: { ollama_models: '/root/.ollama' },
    needs: [],
    calls: {},
  },
  {
    name: 'prefect-server',
    kind: 'backing',
    image: 'prefecthq/prefect:3-latest',
    containerPort: 4200,
    live: {},
    volumes: { prefect_data: '/root/.prefect' },
    needs: ['postgres'],
    calls: {},
  },
  {
    name: 'ai-brain',
    kind: 'application',
    source: 'ai-brain',
    dockerfile: 'Dockerfile.clean',
    containerPort: 3005,
    hostPort: 3005,
    live: {
      'ai-brain/main_clean.py': '/app/main_clean.py',
      'ai-brain/orchestration': '/app/orchestration',
      shared: '/app/shared',
    },
    volumes: {},
    needs: [
      'postgres',
      'redis',
      'ollama',
      'prefect-server',
      'automation-service',
      'asset-service',
      'network-service',
      'communication-service',
    ],
    calls: {
      AUTOMATION_SERVICE_URL: 'http://automation-service:3003',
      ASSET_SERVICE_URL: 'http://asset-service:3002',
      NETWORK_SERVICE_URL: 'http://network-service:3006',
      COMMUNICATION_SERVICE_URL: 'http://communication-service:3004',
    },
  },
  {
    name: 'automation-service',
    kind: 'application',
    source: 'automation-service',
    dockerfile: 'Dockerfile.clean',
    containerPort: 3003,
    hostPort: 8001,
    live: {
      'automation-service/main_clean.py': '/app/main_clean.py',
      'automation-service/libraries': '/app/libraries',
      shared: '/app/shared',
    },
    volumes: {},
    needs: ['postgres', 'redis', 'asset-service', 'communication-service'],
    calls: {
      ASSET_SERVICE_URL: 'http://asset-service:3002',
      COMMUNICATION_SERVICE_URL: 'http://communication-service:3004',
    },
  },
  {
    name: 'asset-service',
    kind: 'application',
    source: 'asset-service',
    dockerfile: 'Dockerfile',
    containerPort: 3002,
    hostPort: 8002,
    live: {
      'asset-service/main.py': '/app/main.py',
      'asset-service/data': '/app/data',
      shared: '/app/shared',
    },
    volumes: {},
    needs: ['postgres', 'redis'],
    calls: {},
  },
  {
    name: 'network-service',
    kind: 'application',
    source: 'network-analyzer-service',
    dockerfile: 'Dockerfile',
    containerPort: 3006,
    hostPort: 8003,
    live: {
      'network-analyzer-service/main.py': '/app/main.py',
      'network-analyzer-service/agents': '/app/agents',
      'network-analyzer-service/analyzers': '/app/analyzers',
      'network-analyzer-service/models': '/app/models',
      'network-analyzer-service/utils': '/app/utils',
      shared: '/app/shared',
    },
    volumes: {},
    needs: ['postgres', 'redis'],
    calls: {},
    capabilities: ['NET_ADMIN', 'NET_RAW'],
  },
  {
    name: 'communication-service',
    kind: 'application',
    source: 'communication-service',
    dockerfile: 'Dockerfile',
    containerPort: 3004,
    hostPort: 8004,
    live: { 'communication-service/main.py': '/app/main.py', shared: '/app/shared' },
    volumes: {},
    needs: ['postgres', 'redis'],
    calls: {},
  },
  {
    name: 'identity-service',
    kind: 'application',
    source: 'identity-service',
    dockerfile: 'Dockerfile',
    containerPort: 3001,
    hostPort: 8005,
    live: {
      'identity-service/main.py': '/app/main.py',
      'identity-service/keycloak_adapter.py': '/app/keycloak_adapter.py',
      shared: '/app/shared',
    },
    volumes: {},
    needs: ['postgres', 'redis'],
    calls: {},
  },
  {
    name: 'frontend',
    kind: 'application',
    source: 'frontend',
    dockerfile: 'Dockerfile',
    containerPort: 3000,
    hostPort: 3000,
    live: {
      'frontend/src': '/app/src',
      'frontend/public': '/app/public',
      'frontend/package.json': '/app/package.json',
      'frontend/package-lock.json': '/app/package-lock.json',
      'frontend/tsconfig.json': '/app/tsconfig.json',
      'frontend/.env': '/app/.env',
      shared: '/app/shared',
    },
    volumes: {},
    needs: ['postgres', 'redis'],
    calls: {},
  },
];

/** A mode in the names that people see. */
export const MODE_WORD = { dev: 'dev', prod: 'clean' } as const;
