import { renderValue, type ValueSyntax } from '../../model/environment.js';
import { type BuiltImage, contextsOf, type ExternalImage } from '../../model/image.js';
import type { BindMount, VolumeMount } from '../../model/mount.js';
import { isEncoded, urlVariable } from '../../model/secret.js';
import {
  CPU_PERIOD,
  type EngineHealthCheck,
  type Logging,
  type ServiceSpec,
} from '../../model/service-spec.js';
import { serviceExtension } from '../read/extension.js';
import { renderDevelop } from './develop.js';
import { laidOver } from './lay-over.js';

/** The variable that carries a service's image tag: `order-service` → `ORDER_SERVICE_TAG`. */
export function tagVariable(service: string): string {
  const name = service.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return `${/^\d/.test(name) ? '_' : ''}${name}_TAG`;
}

/**
 * A service in the attributes of Compose, and what those cannot say in an extension at its end.
 * @param extensionKey the extension's name
 * @param jobs names of those of the system that end
 */
export function renderService(
  service: ServiceSpec,
  extensionKey: string,
  jobs: ReadonlySet<string>,
): Record<string, unknown> {
  const { image } = service;
  const watched = renderDevelop(service);
  const extension = serviceExtension(service);
  const written = {
    container_name: service.container,
    ...(image.kind === 'external' ? renderExternal(image) : renderBuild(service.name, image)),
    ...(service.command ? { command: service.command.map(escapeVariables) } : {}),
    ...optional('environment', renderEnvironment(service)),
    ...optional(
      'ports',
      service.published.map(({ container, host, address }) => ({
        target: container,
        published: String(host),
        ...(address === undefined ? {} : { host_ip: address }),
        protocol: 'tcp',
      })),
    ),
    ...optional('volumes', (service.mounts as readonly (BindMount | VolumeMount)[]).map(renderMount)),
    ...optional(
      'secrets',
      Object.entries(service.secretFiles).map(([target, source]) => ({
        source,
        target: escapeVariables(target),
      })),
    ),
    ...(service.healthCheck ? { healthcheck: renderHealth(service.healthCheck) } : {}),
    ...optional(
      'depends_on',
      Object.fromEntries(
        service.dependsOn.map((name) => [
          name,
          { condition: jobs.has(name) ? 'service_completed_successfully' : 'service_healthy' },
        ]),
      ),
    ),
    ...(service.restart === 'no' && !service.job ? {} : { restart: service.restart }),
    ...(service.init === undefined ? {} : { init: service.init }),
    ...(service.stopGrace === undefined ? {} : { stop_grace_period: `${service.stopGrace}s` }),
    ...optional('cap_drop', [...service.capabilities.drop]),
    ...optional('cap_add', [...service.capabilities.add]),
    ...optional('security_opt', service.securityOptions.map(escapeVariables)),
    ...(service.user === undefined ? {} : { user: escapeVariables(service.user) }),
    ...(service.readOnlyRoot === undefined ? {} : { read_only: service.readOnlyRoot }),
    ...optional(
      'tmpfs',
      Object.entries(service.tmpfs).map(([path, size]) => `${escapeVariables(path)}:size=${size}m`),
    ),
    ...(service.memory === undefined
      ? {}
      : { mem_limit: `${service.memory}m`, memswap_limit: `${service.memory}m` }),
    ...(service.cpus === undefined
      ? {}
      : { cpu_period: CPU_PERIOD, cpu_quota: Math.round(service.cpus * CPU_PERIOD) }),
    ...(service.pids === undefined ? {} : { pids_limit: service.pids }),
    ...(service.logging ? { logging: renderLogging(service.logging) } : {}),
    labels: escaped(service.labels),
    ...optional('develop', watched.length > 0 ? { watch: escaped(watched) } : {}),
    ...(extension ? { [extensionKey]: escaped(extension) } : {}),
  };
  return laidOver(written, service.compose);
}

function renderExternal({ reference, pull }: ExternalImage): Record<string, unknown> {
  return { image: reference, ...(pull ? { pull_policy: pull } : {}) };
}

/** An own image is built from its staged context; the tag's default is the link to the context staged last. */
function renderBuild(service: string, image: BuiltImage): Record<string, unknown> {
  const tag = `\${${tagVariable(service)}:-${image.mode}}`;
  return {
    image: `${image.repository}:${tag}`,
    pull_policy: 'never',
    build: {
      context: `./${contextsOf(image)}/${tag}`,
      dockerfile: escapeVariables(image.dockerfile),
      ...(image.target ? { target: image.target } : {}),
      ...optional('args', escaped(image.source.args ?? {})),
    },
  };
}

const syntax = (forms: ServiceSpec['secretForms']): ValueSyntax => ({
  literal: escapeVariables,
  secret: (name, inUrl) => `\${${isEncoded(name, inUrl, forms) ? urlVariable(name) : name}}`,
  variable: ({ variable, fallback }) => `\${${variable}:-${escapeVariables(fallback)}}`,
});

function renderEnvironment({ environment, secretForms }: ServiceSpec): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, renderValue(value, syntax(secretForms))]),
  );
}

function renderMount(mount: BindMount | VolumeMount): Record<string, unknown> {
  const { target, readOnly } = mount;
  const common = { target: escapeVariables(target), ...(readOnly ? { read_only: true } : {}) };
  // without create_host_path a missing source is an error and not a directory owned by root
  return mount.type === 'bind'
    ? {
        type: 'bind',
        source: escapeVariables(`./${mount.source}`),
        ...common,
        bind: { create_host_path: false },
      }
    : { type: 'volume', source: mount.volume, ...common };
}

export function renderLogging(logging: Logging): Record<string, unknown> {
  return {
    driver: logging.driver,
    options: { 'max-file': String(logging.maxFiles), 'max-size': `${logging.maxSize}m` },
  };
}

export function renderHealth(check: EngineHealthCheck): Record<string, unknown> {
  return {
    test: check.test.map(escapeVariables),
    interval: `${check.interval}s`,
    ...(check.startInterval === undefined ? {} : { start_interval: `${check.startInterval}s` }),
    timeout: `${check.timeout}s`,
    retries: check.retries,
    start_period: `${check.startPeriod}s`,
  };
}

/** Nothing for what is empty. */
export function optional(
  key: string,
  value: Readonly<Record<string, unknown>> | readonly unknown[],
): Record<string, unknown> {
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  return size === 0 ? {} : { [key]: value };
}

/** Text that Compose would read as a variable, kept as text. */
export function escapeVariables(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** The same for every text in it. */
export function escaped<T>(value: T): T {
  if (typeof value === 'string') return escapeVariables(value) as T;
  if (Array.isArray(value)) return value.map(escaped) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)])) as T;
}
