import { laidOver } from '../../compose/write/lay-over.js';
import {
  escaped,
  escapeVariables,
  optional,
  renderHealth,
  renderLogging,
  tagVariable,
} from '../../compose/write/render-service.js';
import { environmentName, type Named } from '../../model/conventions.js';
import type { ImageSpec } from '../../model/image.js';
import type { Mount, VolumeMount } from '../../model/mount.js';
import type { ServiceSpec } from '../../model/service-spec.js';
import { nodesImage } from '../../model/swarm.js';
import { sharedAttributes } from './attributes.js';
import { renderDeploy } from './deploy.js';
import { reachedPorts } from './ports.js';
import type { StackProgram } from './program.js';
import { required } from './required.js';

/** What is known where a stack is deployed. */
export interface Known {
  /** The registry that the nodes have own images from, empty for none. @default - a variable says it */
  readonly registry?: string | undefined;
}

/** A service in the attributes of a stack file. Version 3.9, which every client from 20.10 on takes. */
export function renderStackService(
  service: ServiceSpec,
  program: StackProgram,
  system: Named,
  { registry }: Known,
): Record<string, unknown> {
  const written = {
    image: renderImage(service, system, registry),
    ...(program.entrypoint ? { entrypoint: program.entrypoint } : {}),
    ...(program.command ? { command: program.command } : {}),
    ...optional('environment', program.environment),
    ...optional(
      'ports',
      reachedPorts(service).map(({ container, host }) => ({
        target: container,
        published: host,
        protocol: 'tcp',
        mode: 'host',
      })),
    ),
    ...optional('volumes', [...volumes(service), ...memory(service)]),
    ...optional('secrets', [
      ...program.secrets,
      ...Object.entries(service.secretFiles).map(([target, source]) => ({
        source,
        target: escapeVariables(target),
      })),
    ]),
    ...(service.healthCheck ? { healthcheck: renderHealth(service.healthCheck) } : {}),
    ...(service.init === undefined ? {} : { init: service.init }),
    ...(service.stopGrace === undefined ? {} : { stop_grace_period: `${service.stopGrace}s` }),
    ...optional('cap_drop', [...service.capabilities.drop]),
    ...optional('cap_add', [...service.capabilities.add]),
    ...(service.user === undefined ? {} : { user: escapeVariables(service.user) }),
    ...(service.readOnlyRoot === undefined ? {} : { read_only: service.readOnlyRoot }),
    ...(service.logging ? { logging: renderLogging(service.logging) } : {}),
    labels: escaped(service.labels),
    deploy: renderDeploy(service, system),
  };
  // an entrypoint that is laid over would be without its secrets
  const { entrypoint: own, ...shared } = sharedAttributes(service.compose);
  return laidOver(
    written,
    program.exports === undefined && own !== undefined ? { ...shared, entrypoint: own } : shared,
  );
}

/** Own images by the tag of their content; the tag and the registry are variables where the file is committed. */
function renderImage({ name, image }: ServiceSpec, { conventions }: Named, registry?: string): string {
  const at = registry ?? `\${${environmentName(conventions, 'REGISTRY')}:-localhost}`;
  const reference = referenceOf(name, image);
  return nodesImage(reference, at);
}

function referenceOf(service: string, image: ImageSpec): string {
  if (image.kind === 'external') return escapeVariables(image.reference);
  return `${image.repository}:${required(tagVariable(service))}`;
}

function volumes({ mounts }: ServiceSpec): Record<string, unknown>[] {
  return (mounts as readonly Mount[])
    .filter((mount): mount is VolumeMount => mount.type === 'volume')
    .map(({ volume, target, readOnly }) => ({
      type: 'volume',
      source: volume,
      target: escapeVariables(target),
      ...(readOnly ? { read_only: true } : {}),
    }));
}

/** Directories in memory: Swarm takes them as mounts alone. */
function memory({ tmpfs }: ServiceSpec): Record<string, unknown>[] {
  return Object.entries(tmpfs).map(([path, size]) => ({
    type: 'tmpfs',
    target: escapeVariables(path),
    tmpfs: { size: size * 1024 * 1024 },
  }));
}
