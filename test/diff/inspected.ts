import type { InspectedContainer, InspectedImage } from '../../lib/engine/inspect.js';
import { renderValue } from '../../lib/model/environment.js';
import { imageName } from '../../lib/model/image.js';
import type { Mount } from '../../lib/model/mount.js';
import { CPU_PERIOD, type ServiceSpec } from '../../lib/model/service-spec.js';

export const SECRETS = { POSTGRES_PASSWORD: 'secret-of-postgres' };

/** Of a service that says all. */
type Said = ServiceSpec &
  Required<
    Pick<
      ServiceSpec,
      'healthCheck' | 'logging' | 'memory' | 'cpus' | 'pids' | 'init' | 'stopGrace' | 'readOnlyRoot'
    >
  >;

/** A container of a service, as the engine tells of it; the source root is `/src`. */
export function inspectedOf(
  spec: ServiceSpec,
  image: InspectedImage,
  engine: 'compose' | 'terraform',
): InspectedContainer {
  const service = spec as Said;
  const capability = (name: string) => (engine === 'terraform' && name !== 'ALL' ? `CAP_${name}` : name);
  const { healthCheck, capabilities, logging } = service;
  const environment = Object.entries(service.environment).map(
    ([name, value]) =>
      `${name}=${renderValue(value, {
        literal: (text) => text,
        secret: (secret) => (SECRETS as Readonly<Record<string, string>>)[secret] ?? '',
        variable: ({ fallback }) => fallback,
      })}`,
  );
  return {
    Id: service.name,
    Image: image.Id,
    Config: {
      Image: imageName(service.image),
      Env: [...environment, ...(image.Config.Env ?? [])],
      Cmd: service.command ?? image.Config.Cmd,
      User: service.user ?? image.Config.User,
      Labels: {
        ...service.labels,
        ...(engine === 'compose' ? { 'com.docker.compose.project': 'x' } : { 'io.opsconductor.spec': 'x' }),
      },
      StopTimeout: service.stopGrace,
      Healthcheck: {
        Test: healthCheck.test,
        Interval: healthCheck.interval * 1e9,
        Timeout: healthCheck.timeout * 1e9,
        Retries: healthCheck.retries,
        StartPeriod: healthCheck.startPeriod * 1e9,
      },
    },
    HostConfig: {
      PortBindings: Object.fromEntries(
        service.published.map(({ container, host, address }) => [
          `${container}/tcp`,
          [{ HostIp: address ?? '', HostPort: String(host) }],
        ]),
      ),
      Tmpfs: Object.fromEntries(Object.entries(service.tmpfs).map(([path, size]) => [path, `size=${size}m`])),
      CapAdd: capabilities.add.map(capability),
      CapDrop: capabilities.drop.map(capability),
      SecurityOpt: service.securityOptions,
      ReadonlyRootfs: service.readOnlyRoot,
      Memory: service.memory * 1024 ** 2,
      CpuPeriod: CPU_PERIOD,
      CpuQuota: service.cpus * CPU_PERIOD,
      PidsLimit: engine === 'compose' ? service.pids : null,
      RestartPolicy: { Name: service.restart },
      Init: service.init,
      LogConfig: {
        Type: logging.driver,
        Config: { 'max-file': String(logging.maxFiles), 'max-size': `${logging.maxSize}m` },
      },
    },
    Mounts: (service.mounts as readonly Mount[]).map((mount) => ({
      Type: mount.type,
      ...(mount.type === 'volume' ? { Name: mount.volume } : {}),
      Source: mount.type === 'bind' ? `/src/${mount.source}` : '/var/lib/docker/volumes/x',
      Destination: mount.target,
      RW: !mount.readOnly,
    })),
  };
}
