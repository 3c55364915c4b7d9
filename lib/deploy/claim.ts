import { refuseKnownSecrets, requireSecrets } from '../disk/secrets.js';
import { listContainers } from '../engine/docker.js';
import { type Holding, heldByOthers, requireNoHolder } from '../engine/holder.js';
import { refuseLostSecrets } from '../engine/lost-secrets.js';
import { requireFreePorts } from '../engine/ports.js';
import { type Conventions, environmentName } from '../model/conventions.js';
import type { Engine } from '../model/deployment.js';
import type { SystemSpec } from '../model/service-spec.js';
import { ownerOf } from './data-owner.js';
import { refuseChangedSecrets } from './data-secrets.js';
import { refuseGuests, refuseStrangers } from './strangers.js';
import { asReached } from './swarm/reached.js';

/** How a user asks for what others hold to be stopped. */
function replacing(engine: Engine, conventions: Conventions): string {
  return engine !== 'terraform' ? '--replace' : `${environmentName(conventions, 'REPLACE')}=1`;
}

/** How a system is claimed. */
export interface ClaimOptions {
  /** Whether what others hold will be taken over. */
  readonly replace: boolean;
  /** Whether data volumes that nobody knows are the system's from now on. */
  readonly adopt: boolean;
}

/**
 * Checks that an engine may run a system: that nobody else holds it, one of its names or one of its ports, and that its
 * secrets are not everybody's, and are those of its data. Changes nothing.
 * @param root the source root, absolute
 * @returns what others hold
 * @throws UserError for the first of these that is not so
 */
export async function claim(
  root: string,
  system: SystemSpec,
  engine: Engine,
  { replace, adopt }: ClaimOptions,
): Promise<Holding> {
  const others = await heldByOthers(system, engine);
  const { conventions } = system;
  if (!replace) requireNoHolder(others, conventions, replacing(engine, conventions));
  await refuseStrangers(system, engine, adopt);
  await refuseGuests(system, others.networks);
  // what is ours may hold its ports, for it goes before the new one comes
  const ours = await listContainers(system);
  await requireFreePorts(
    engine === 'swarm' ? asReached(system) : system,
    ours.map((container) => container.name),
  );
  await refuseLostSecrets(root, system, ownerOf);
  requireSecrets(root, system);
  await refuseChangedSecrets(root, system);
  if (system.mode === 'prod') refuseKnownSecrets(root, system);
  return others;
}
