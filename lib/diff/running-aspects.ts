import type { InspectedContainer, InspectedImage } from '../engine/inspect.js';
import { renderValue } from '../model/environment.js';
import { imageName } from '../model/image.js';
import { labelNames } from '../model/labels.js';
import { isEncoded, urlVariable } from '../model/secret.js';
import { CPU_PERIOD, type ServiceSpec, type SystemSpec } from '../model/service-spec.js';
import {
  type Area,
  type Aspect,
  aspect,
  aspectsOf,
  commandAspects,
  healthAspects,
  limitsOf,
  rightsOf,
} from './aspect.js';

/** What has to be known beside the container itself. */
export interface Surrounding {
  readonly system: SystemSpec;
  /** Absolute. */
  readonly sourceRoot: string;
  /** The image that the container was created from. */
  readonly image: InspectedImage | undefined;
  /** Whether Terraform made it: its provider has no argument for some things. */
  readonly byTerraform: boolean;
  /** Values of secrets, which are compared and never shown. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** What no container shows, or what says nothing of a container. */
const UNSEEN: readonly Area[] = ['waits for', 'serves on', 'swarm', 'exception', 'secret file', 'container'];

/** What a container is to be told, in the words of `runningAspects`. */
export function expectedAspects(service: ServiceSpec, around: Surrounding): Aspect[] {
  const { image, system, byTerraform, secrets } = around;
  const environment = Object.entries(service.environment).map(([name, value]): Aspect => {
    const text = renderValue(value, {
      literal: (literal) => literal,
      secret: (secret, inUrl) =>
        secrets[isEncoded(secret, inUrl, service.secretForms) ? urlVariable(secret) : secret] ?? '',
      variable: ({ fallback }) => fallback,
    });
    return { area: 'environment', name, value: text };
  });
  const user = service.user ?? image?.Config.User;
  const described = {
    ...service,
    command: service.command ?? image?.Config.Cmd ?? [],
    ...(user === undefined ? {} : { user }),
  };
  return [
    ...aspectsOf(described, system.conventions)
      .filter(({ area }) => !UNSEEN.includes(area) && area !== 'image' && area !== 'environment')
      .map((each) => (each.area === 'mount' ? withoutKind(each) : each))
      .filter(({ area, name }) => !(byTerraform && area === 'limit' && name === 'processes')),
    { area: 'image', name: '', value: imageName(service.image) },
    ...environment,
  ];
}

/** A container does not say whether it was given a file or a directory, nor how edits are seen. */
function withoutKind(mount: Aspect): Aspect {
  return {
    ...mount,
    value: mount.value.replace(/, a (file|directory)(?=, )/, '').replace(/, seen at once$/, ''),
  };
}

/** What a container was told. */
export function runningAspects(
  container: InspectedContainer,
  service: ServiceSpec,
  around: Surrounding,
): Aspect[] {
  const { Config, HostConfig } = container;
  const { byTerraform } = around;
  const { Memory, CpuQuota, CpuPeriod, PidsLimit, RestartPolicy, Init, LogConfig } = HostConfig;
  const log = LogConfig.Config ?? {};
  return [
    aspect('image', '', Config.Image),
    ...mountAspects(container, around.sourceRoot),
    ...Object.entries(HostConfig.Tmpfs ?? {}).map(([path, options]) =>
      aspect('in memory', path, `${/size=(\d+)m/.exec(options)?.[1] ?? '?'} MiB`),
    ),
    ...environmentOf(Config.Env ?? [], service, around),
    ...Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) =>
        aspect('port', port.replace('/tcp', ''), `${HostIp || '0.0.0.0'}:${HostPort}`),
      ),
    ),
    ...(Config.Healthcheck?.Test ? healthAspects(health(Config.Healthcheck)) : []),
    ...rightsOf({
      capabilities: { add: capabilities(HostConfig.CapAdd), drop: capabilities(HostConfig.CapDrop) },
      securityOptions: HostConfig.SecurityOpt ?? [],
      user: Config.User,
      readOnlyRoot: HostConfig.ReadonlyRootfs,
    }),
    ...limitsOf({
      memory: Memory / 1024 ** 2,
      cpus: CpuQuota / (CpuPeriod || CPU_PERIOD),
      pids: PidsLimit ?? 0,
      stopGrace: Config.StopTimeout ?? 10,
      logging: {
        driver: LogConfig.Type as 'local',
        maxFiles: Number(log['max-file'] ?? 0),
        maxSize: Number.parseInt(log['max-size'] ?? '0', 10),
      },
      restart: (RestartPolicy.Name || 'no') as 'unless-stopped',
      init: Init ?? false,
    }).filter(({ name }) => !(byTerraform && name === 'processes')),
    ...commandAspects(Config.Cmd ?? []),
    ...labels(Config.Labels ?? {}, around),
  ];
}

/** @param sourceRoot what sources of bind mounts are named relative to */
export function mountAspects({ Mounts }: InspectedContainer, sourceRoot: string): Aspect[] {
  return Mounts.flatMap(({ Type, Name, Source, Destination: name, RW }): Aspect[] => {
    if (Type === 'volume') return [{ area: 'data volume', name, value: `${Name}${RW ? '' : ', read-only'}` }];
    if (Type !== 'bind') return [];
    const source = Source.startsWith(`${sourceRoot}/`) ? Source.slice(sourceRoot.length + 1) : Source;
    return [{ area: 'mount', name, value: `${source}, ${RW ? 'writable' : 'read-only'}` }];
  });
}

/** Without what the image itself sets. */
function environmentOf(
  lines: readonly string[],
  { environment }: ServiceSpec,
  { image }: Surrounding,
): Aspect[] {
  const own = new Set(image?.Config.Env ?? []);
  return lines.flatMap((line): Aspect[] => {
    const [name = '', value = ''] = line.split(/=(.*)/s, 2);
    return own.has(line) && !Object.hasOwn(environment, name) ? [] : [{ area: 'environment', name, value }];
  });
}

function health({
  Test,
  Interval,
  Timeout,
  Retries,
  StartPeriod,
}: NonNullable<InspectedContainer['Config']['Healthcheck']>) {
  const seconds = (time: number | undefined) => (time ?? 0) / 1e9;
  return {
    test: Test ?? [],
    interval: seconds(Interval),
    timeout: seconds(Timeout),
    retries: Retries ?? 0,
    startPeriod: seconds(StartPeriod),
  };
}

function capabilities(names: readonly string[] | null): string[] {
  return (names ?? []).map((name) => name.replace(/^CAP_/, ''));
}

/** Without ours that every container has, Compose's own and the image's. */
function labels(all: Readonly<Record<string, string>>, { system, image }: Surrounding): Aspect[] {
  const standard = new Set(Object.values(labelNames(system.conventions)));
  return Object.entries(all).flatMap(([name, value]): Aspect[] =>
    standard.has(name) || name.startsWith('com.docker.compose.') || image?.Config.Labels?.[name] === value
      ? []
      : [{ area: 'label', name, value }],
  );
}
