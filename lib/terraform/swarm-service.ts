import type {
  ServiceConfig,
  ServiceTaskSpec,
  ServiceTaskSpecContainerSpec,
  ServiceUpdateConfig,
} from '@cdktf/provider-docker/lib/service/index.js';
import type { Mount, VolumeMount } from '../model/mount.js';
import type { HealthCheck, ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { swarmService } from '../model/swarm.js';
import { constraintsOf, isAlone, MONITOR, PAUSE, restartCondition } from '../swarm/write/deploy.js';
import { reachedPorts } from '../swarm/write/ports.js';
import { type ImageProgram, stackProgram, type TextSyntax } from '../swarm/write/program.js';
import { duration, healthBlock, labelBlocks, logBlock } from './container.js';
import { escapeTemplate } from './text.js';

/** What a service refers to that Terraform alone knows. */
export interface SwarmReferences {
  readonly image: string;
  readonly networkId: string;
  /** One of Swarm's secrets, by what the stack file calls it. */
  secret(name: string): { readonly id: string; readonly name: string };
}

const SYNTAX: TextSyntax = { text: escapeTemplate, variable: ({ fallback }) => escapeTemplate(fallback) };
const MIB = 1024 * 1024;
/** As the engine gives it back: whoever may enter the container may read it. */
const READABLE = 0o444;

/** A spec as the provider's service: what the stack file says, in the words that plan nothing after apply. */
export function serviceConfig(
  spec: ServiceSpec,
  system: SystemSpec,
  image: ImageProgram | undefined,
  refs: SwarmReferences,
): ServiceConfig {
  return {
    name: swarmService(system, spec),
    labels: labelBlocks(spec.labels),
    mode: { replicated: { replicas: spec.replicas ?? 1 } },
    endpointSpec: {
      mode: 'dnsrr',
      ports: reachedPorts(spec).map(({ container, host }) => ({
        ...{ targetPort: container, publishedPort: host, protocol: 'tcp', publishMode: 'host' },
      })),
    },
    updateConfig: update(spec, 'rollback'),
    rollbackConfig: update(spec, 'pause'),
    taskSpec: taskSpec(spec, system, image, refs),
    // Terraform goes on when all of it runs, or says that it does not
    convergeConfig: { delay: '2s', timeout: '10m' },
  };
}

function update(spec: ServiceSpec, failureAction: string): ServiceUpdateConfig {
  return {
    ...{ parallelism: 1, delay: '0s', failureAction, monitor: `${MONITOR}s`, maxFailureRatio: '0.0' },
    order: isAlone(spec) ? 'stop-first' : 'start-first',
  };
}

function taskSpec(
  spec: ServiceSpec,
  system: SystemSpec,
  image: ImageProgram | undefined,
  refs: SwarmReferences,
): ServiceTaskSpec {
  const { memory, cpus, logging } = spec;
  const constraints = constraintsOf(spec, system);
  return {
    containerSpec: containerSpec(spec, image, refs),
    networksAdvanced: [{ name: refs.networkId, aliases: [spec.name] }],
    restartPolicy: { condition: restartCondition(spec), delay: `${PAUSE}s`, window: '0s' },
    // it has no word for a limit of processes
    ...(memory === undefined && cpus === undefined
      ? {}
      : {
          resources: {
            limits: {
              ...(cpus === undefined ? {} : { nanoCpus: Math.round(cpus * 1e9) }),
              ...(memory === undefined ? {} : { memoryBytes: memory * MIB }),
            },
          },
        }),
    ...(constraints.length > 0 ? { placement: { constraints } } : {}),
    ...(logging ? { logDriver: logBlock(logging) } : {}),
  };
}

function containerSpec(
  spec: ServiceSpec,
  image: ImageProgram | undefined,
  refs: SwarmReferences,
): ServiceTaskSpecContainerSpec {
  const { entrypoint, command, environment, secrets } = stackProgram(spec, image, SYNTAX);
  const files = [
    ...secrets.map((name) => [name, name] as const),
    ...Object.entries(spec.secretFiles).map(([path, name]) => [name, escapeTemplate(path)] as const),
  ];
  return {
    image: refs.image,
    labels: labelBlocks(spec.labels),
    ...(entrypoint ? { command: [...entrypoint] } : {}),
    ...(command ? { args: [...command] } : {}),
    env: environment,
    ...(spec.user ? { user: escapeTemplate(spec.user) } : {}),
    ...(spec.readOnlyRoot === undefined ? {} : { readOnly: spec.readOnlyRoot }),
    capAdd: spec.capabilities.add.map((name) => `CAP_${name}`),
    capDrop: spec.capabilities.drop.map((name) => (name === 'ALL' ? name : `CAP_${name}`)),
    ...(spec.stopGrace === undefined ? {} : { stopGracePeriod: short(spec.stopGrace) }),
    ...(spec.healthCheck ? { healthcheck: healthOf(spec.healthCheck) } : {}),
    mounts: [
      ...(spec.mounts as readonly Mount[])
        .filter((mount): mount is VolumeMount => mount.type === 'volume')
        .map(({ volume, target, readOnly }) => ({
          ...{ type: 'volume', source: volume, target: escapeTemplate(target), readOnly },
        })),
      // with a size, the provider crashes; what is written there counts as the container's memory
      ...Object.keys(spec.tmpfs).map((path) => ({ type: 'tmpfs', target: escapeTemplate(path) })),
    ],
    secrets: files.map(([name, fileName]) => {
      const { id, name: secretName } = refs.secret(name);
      return { secretId: id, secretName, fileName, fileUid: '0', fileGid: '0', fileMode: READABLE };
    }),
  };
}

/** Of services the provider prints times without what is nothing: `1m`, `1h`. */
function short(seconds: number): string {
  return duration(seconds).replace(/m0s$/, 'm').replace(/h0m$/, 'h');
}

function healthOf(check: HealthCheck) {
  return {
    ...healthBlock(check),
    interval: short(check.interval),
    timeout: short(check.timeout),
    startPeriod: short(check.startPeriod),
  };
}
