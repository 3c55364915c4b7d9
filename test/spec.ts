import type { SecretForm } from '../lib/model/environment.js';
import type { Mode } from '../lib/model/mode.js';
import { containerPort } from '../lib/model/port.js';
import type { ServiceSpec, SystemSpec } from '../lib/model/service-spec.js';
import { named } from './conventions.js';

/** A small right service: `api`, an application with `shared` mounted in dev. */
export function serviceSpec<M extends Mode>(
  mode: M,
  overrides: Partial<ServiceSpec<M>> = {},
): ServiceSpec<M> {
  const spec: ServiceSpec<'dev'> = {
    name: 'api',
    kind: 'application',
    mode: 'dev',
    container: 'acme-api-dev',
    image: { kind: 'external', upstream: 'api:1', reference: 'api:1' },
    environment: {},
    secretFiles: {},
    port: containerPort(3000),
    published: [],
    mounts: mode === 'dev' ? [bind('shared', '/app/shared')] : [],
    healthCheck: { test: ['CMD', 'true'], interval: 2, timeout: 5, retries: 3, startPeriod: 60 },
    dependsOn: [],
    restart: 'unless-stopped',
    capabilities: { add: [], drop: ['ALL'] },
    securityOptions: [],
    memory: 64,
    cpus: 1,
    pids: 64,
    user: '65534:65534',
    readOnlyRoot: mode === 'prod',
    tmpfs: { '/tmp': 64 },
    logging: { driver: 'local', maxSize: 10, maxFiles: 3 },
    init: true,
    stopGrace: 10,
    labels: {},
    exceptions: {},
  };
  return { ...(spec as unknown as ServiceSpec<M>), mode, ...overrides };
}

export function systemSpec<M extends Mode>(mode: M, services: readonly ServiceSpec<M>[]): SystemSpec<M> {
  return {
    ...named('acme'),
    mode,
    network: { name: `acme-${mode}`, labels: {} },
    services,
    optional: [],
  };
}

export function bind(source: string, target: string) {
  return { type: 'bind', source, kind: 'dir', target, readOnly: true, hot: false } as const;
}

export function volume(name: string, target = '/data') {
  return { type: 'volume', volume: name, target, readOnly: false } as const;
}

export function built(directory: string) {
  const source = { directory, dockerfile: 'Dockerfile', shared: true, live: [] } as const;
  return {
    kind: 'build',
    mode: 'dev',
    repository: `localhost/acme/${directory}`,
    tag: 'dev-0',
    dockerfile: 'Dockerfile',
    context: `.opsconductor/contexts/${directory}/dev-0`,
    source,
  } as const;
}

/** A system of one service with these secrets, by their forms. */
export function secretive(
  mode: Mode,
  secrets: Readonly<Record<string, SecretForm | undefined>>,
  more: Partial<ServiceSpec> = {},
): SystemSpec {
  const environment = Object.fromEntries(Object.keys(secrets).map((secret) => [secret, [{ secret }]]));
  const forms = Object.entries(secrets).filter(([, form]) => form !== undefined);
  const secretForms = Object.fromEntries(forms) as Record<string, SecretForm>;
  return systemSpec(mode, [serviceSpec(mode, { environment, secretForms, ...more } as object)]);
}
