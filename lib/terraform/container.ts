import type {
  ContainerConfig,
  ContainerHealthcheck,
  ContainerMounts,
} from '@cdktf/provider-docker/lib/container/index.js';
import { renderValue, type ValueSyntax } from '../model/environment.js';
import type { BindMount, VolumeMount } from '../model/mount.js';
import { isEncoded } from '../model/secret.js';
import { CPU_PERIOD, type HealthCheck, type Logging, type ServiceSpec } from '../model/service-spec.js';
import { escapeTemplate } from './text.js';

/** What a container refers to that Terraform alone knows. */
export interface TerraformReferences {
  readonly image: string;
  readonly networkId: string;
  readonly sourceRoot: string;
  /** @param encoded whether it is wanted as it stands in a URL */
  secret(name: string, encoded: boolean): string;
}

/**
 * A spec as the provider's container. Each form here is the one that plans nothing after apply and stops cleanly;
 * measured with kreuzwerker/docker 3.6.2.
 */
export function containerConfig(spec: ServiceSpec, refs: TerraformReferences): ContainerConfig {
  const syntax: ValueSyntax = {
    literal: escapeBeforeSecret,
    secret: (name, inUrl) => refs.secret(name, isEncoded(name, inUrl, spec.secretForms)),
    variable: ({ fallback }) => escapeBeforeSecret(fallback),
  };
  return {
    name: spec.container,
    image: refs.image,
    ...(spec.command ? { command: spec.command.map(escapeTemplate) } : {}),
    env: Object.entries(spec.environment).map(([name, value]) => `${name}=${renderValue(value, syntax)}`),
    ports: spec.published.map(({ container, host, address }) => ({
      internal: container,
      external: host,
      ...(address === undefined ? {} : { ip: address }),
    })),
    mounts: (spec.mounts as readonly (BindMount | VolumeMount)[]).map((mount) =>
      mountBlock(mount, refs.sourceRoot),
    ),
    upload: Object.entries(spec.secretFiles).map(([path, secret]) => ({
      file: path,
      content: refs.secret(secret, false),
      permissions: '0444',
    })),
    // the names that Compose gives each container on its network
    networksAdvanced: [{ name: refs.networkId, aliases: [spec.name, spec.container] }],
    ...(spec.healthCheck ? { healthcheck: healthBlock(spec.healthCheck) } : {}),
    restart: spec.restart,
    ...(spec.init === undefined ? {} : { init: spec.init }),
    capabilities: {
      add: spec.capabilities.add.map(capability),
      drop: spec.capabilities.drop.map(capability),
    },
    ...(spec.securityOptions.length > 0 ? { securityOpts: [...spec.securityOptions] } : {}),
    ...(spec.user ? { user: spec.user } : {}),
    ...(spec.readOnlyRoot === undefined ? {} : { readOnly: spec.readOnlyRoot }),
    tmpfs: Object.fromEntries(Object.entries(spec.tmpfs).map(([path, size]) => [path, `size=${size}m`])),
    ...limits(spec),
    ...(spec.stopGrace === undefined ? {} : { stopTimeout: spec.stopGrace }),
    // without it the provider kills at once, whatever stopTimeout says
    destroyGraceSeconds: spec.stopGrace ?? ENGINE_STOP_GRACE,
    removeVolumes: false,
    mustRun: true,
    labels: labelBlocks(spec.labels),
  };
}

/** Seconds from the stop signal to the kill, where nothing is said. */
const ENGINE_STOP_GRACE = 10;

function limits({ memory, cpus, logging }: ServiceSpec): Omit<ContainerConfig, 'image' | 'name'> {
  return {
    ...(memory === undefined ? {} : { memory, memorySwap: memory }),
    // `cpus` crashes the provider; there is no argument for pids
    ...(cpus === undefined ? {} : { cpuPeriod: CPU_PERIOD, cpuQuota: Math.round(cpus * CPU_PERIOD) }),
    ...(logging ? { logDriver: logBlock(logging).name, logOpts: logBlock(logging).options } : {}),
  };
}

export function logBlock({ driver, maxFiles, maxSize }: Logging) {
  return { name: driver, options: { 'max-file': String(maxFiles), 'max-size': `${maxSize}m` } };
}

/** As the engine gives them back; any other form is a diff for ever. */
function capability(name: string): string {
  return name === 'ALL' ? name : `CAP_${name}`;
}

export function labelBlocks(labels: Readonly<Record<string, string>>): { label: string; value: string }[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}

function mountBlock(mount: BindMount | VolumeMount, sourceRoot: string): ContainerMounts {
  const { type, target, readOnly } = mount;
  const source = mount.type === 'bind' ? `${sourceRoot}/${escapeTemplate(mount.source)}` : mount.volume;
  return { type, source, target: escapeTemplate(target), readOnly };
}

export function healthBlock(check: HealthCheck): ContainerHealthcheck {
  return {
    test: check.test.map(escapeTemplate),
    interval: duration(check.interval),
    timeout: duration(check.timeout),
    retries: check.retries,
    startPeriod: duration(check.startPeriod),
  };
}

/** Seconds as Docker prints them back: `90` → `1m30s`. Any other form is a diff for ever. */
export function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}h` : ''}${seconds >= 60 ? `${minutes}m` : ''}${seconds % 60}s`;
}

/** The same for text that a secret may follow: a last `$` would make an escape of the secret's `${`. */
function escapeBeforeSecret(text: string): string {
  return escapeTemplate(text).replace(/[$%]+$/, (signs) => `\${"${signs}"}`);
}
