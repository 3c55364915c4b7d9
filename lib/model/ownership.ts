import type { Named } from './conventions.js';
import { containerName, type Deployment, type Engine, systemName } from './deployment.js';
import { isMode, type Mode } from './mode.js';
import { swarmService } from './swarm.js';

/** By what it is told whose a container or a network is. A label that it does not have is ''. */
export interface Marks {
  readonly name: string;
  /** Our own labels. Images have the first three too, and whatever is run from them inherits these. */
  readonly system: string;
  readonly mode: string;
  readonly service: string;
  /** Of Terraform's containers alone. */
  readonly spec: string;
  /** The Compose project that it is part of. */
  readonly project: string;
  /** Of Compose's containers alone; images that Compose builds have its other labels. */
  readonly configHash: string;
  /** The stack that Swarm made it for; no image has it. */
  readonly stack: string;
}

/** A network of a system. */
export interface OwnNetwork {
  readonly mode: Mode;
  /** Who made it. */
  readonly engine: Engine;
}

/** A container of a system. */
export interface OwnContainer extends OwnNetwork {
  readonly service: string;
}

/**
 * Whether a container is a system's own, and what it is there: it has the labels, one of an engine's that no image has, and
 * the name that goes with them. Nothing else may be ended or removed.
 */
export function ownContainer(system: Named, marks: Marks): OwnContainer | undefined {
  const { name, service, project, configHash, spec, stack } = marks;
  const mode = modeOf(system, marks);
  if (!mode || service === '') return undefined;
  const own = systemName({ ...system, mode });
  if (stack !== '') {
    const isTask =
      stack === own && name.startsWith(`${swarmService({ ...system, mode }, { name: service })}.`);
    return isTask ? { mode, service, engine: 'swarm' } : undefined;
  }
  const engine = configHash !== '' && project === own ? 'compose' : spec !== '' ? 'terraform' : undefined;
  if (!engine) return undefined;
  // while Compose replaces a container, both have its name, one of them behind an id
  const isNamed = name.replace(/^[0-9a-f]{12}_/, '') === containerName({ ...system, mode }, service);
  const isOwn = isNamed || (engine === 'compose' && isOneOff({ ...system, mode }, { name, service }));
  return isOwn ? { mode, service, engine } : undefined;
}

/** The name that a container of the system should have, where somebody has given it another one. */
export function nameBefore(system: Named, marks: Marks): string | undefined {
  const mode = modeOf(system, marks);
  if (!mode || ownContainer(system, marks)) return undefined;
  const name = containerName({ ...system, mode }, marks.service);
  return ownContainer(system, { ...marks, name }) && name;
}

/** Whether a container of the system runs a program once beside a service, as `docker compose run` does. */
export function isOneOff(
  deployment: Deployment,
  { name, service }: Pick<Marks, 'name' | 'service'>,
): boolean {
  return name.startsWith(`${systemName(deployment)}-${service}-run-`);
}

/** The same of a network: Compose's own projects have further ones, which Compose alone is told of. */
export function ownNetwork(system: Named, marks: Marks): OwnNetwork | undefined {
  const mode = modeOf(system, marks);
  if (!mode) return undefined;
  const own = systemName({ ...system, mode });
  if (marks.stack !== '') return marks.stack === own ? { mode, engine: 'swarm' } : undefined;
  if (marks.project === own) return { mode, engine: 'compose' };
  return marks.project === '' && marks.name === own ? { mode, engine: 'terraform' } : undefined;
}

/** Whether a volume was made for a system in a mode. Terraform's of old have no label, whoever started them. */
export function isOwnVolume(system: Named & { readonly mode: Mode }, marks: Marks): boolean {
  return modeOf(system, marks) === system.mode;
}

function modeOf({ name }: Named, { system, mode }: Marks): Mode | undefined {
  return system === name && isMode(mode) ? mode : undefined;
}
