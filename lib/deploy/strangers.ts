import { type Listed, listAll, usersOf } from '../engine/marks.js';
import { type Conventions, environmentName } from '../model/conventions.js';
import { type Deployment, type Engine, systemName } from '../model/deployment.js';
import { isOwnVolume, nameBefore, ownContainer, ownNetwork } from '../model/ownership.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { notedVolumes } from './data-owner.js';

/**
 * Checks that nothing of somebody else stands where a system's containers, network and data go, nor for Compose in the project
 * that it starts as a whole.
 * @param adopt whether data volumes that nobody knows are the system's from now on
 * @throws UserError naming what does
 */
export async function refuseStrangers(system: SystemSpec, engine: Engine, adopt: boolean): Promise<void> {
  const { conventions, network } = system;
  const [containers, networks] = await listBoth(system);
  const names = new Set(system.services.map(({ container }) => container));
  const inTheWay = [
    ...containers
      .filter((each) => names.has(each.name) && !ownContainer(system, each))
      .map(({ name }) => `container ${name}`),
    ...networks
      .filter((each) => each.name === network.name && !ownNetwork(system, each))
      .map(({ name }) => `network ${name}`),
  ];
  if (inTheWay.length > 0)
    throw new UserError(
      `${areNotOurs(inTheWay)}, and ${inTheWay.length === 1 ? 'has a name' : 'have names'} that this system needs`,
      `remove or rename ${inTheWay.length === 1 ? 'it' : 'them'}, or ${elsewhere(conventions)}`,
    );
  if (engine === 'compose') refuseInProject(system, containers, networks);
  const [volume] = adopt ? [] : await strangeVolumes(system, containers);
  if (volume === undefined) return;
  throw new UserError(
    `nobody knows whose data is in the volume ${volume}`,
    `if it is this system's: ${environmentName(conventions, 'ADOPT')}=1 takes it; if not: ${elsewhere(conventions)}`,
  );
}

/** Checks that a Compose project, which is ended as a whole, is all ours. @throws UserError naming what is not */
export async function refuseStrangersInProject(deployment: Deployment): Promise<void> {
  refuseInProject(deployment, ...(await listBoth(deployment)));
}

function refuseInProject(
  deployment: Deployment,
  containers: readonly Listed[],
  networks: readonly Listed[],
): void {
  const project = systemName(deployment);
  refuseRenamed(deployment, containers);
  const strangers = [
    // what is only run from an image that Compose has built has its project's name, and is no part of it
    ...containers
      .filter((each) => each.project === project && each.configHash !== '' && !ownContainer(deployment, each))
      .map(({ name }) => `container ${name}`),
    ...networks
      .filter((each) => each.project === project && !ownNetwork(deployment, each))
      .map(({ name }) => `network ${name}`),
  ];
  if (strangers.length === 0) return;
  throw new UserError(
    `${areNotOurs(strangers)}, and would be ended with Compose project ${project}`,
    `run ${strangers.length === 1 ? 'it' : 'them'} under another project's name, or ${elsewhere(deployment.conventions)}`,
  );
}

/** Refuses to remove networks that somebody else's containers use: they would be cut off, and the removal fails halfway. */
export async function refuseGuests(
  deployment: Pick<Deployment, 'name' | 'conventions'>,
  networks: readonly { readonly id: string; readonly name: string }[],
): Promise<void> {
  for (const { id, name } of networks) {
    const running = await listAll('container', deployment, [`network=${id}`, 'status=running']);
    refuseRenamed(deployment, running);
    const guest = running.find((container) => !ownContainer(deployment, container));
    if (guest)
      throw new UserError(
        `container ${guest.name} is not ours, and is on network ${name}, which has to go`,
        `docker network disconnect ${name} ${guest.name}`,
      );
  }
}

/** A container of ours that somebody has renamed: nothing of ours finds it any more, and Compose does. */
function refuseRenamed(
  system: Pick<Deployment, 'name' | 'conventions'>,
  containers: readonly Listed[],
): void {
  for (const each of containers) {
    const before = nameBefore(system, each);
    if (before === undefined || containers.some(({ name }) => name === before)) continue;
    throw new UserError(`${before} was renamed to ${each.name}`, `docker rename ${each.name} ${before}`);
  }
}

function listBoth(system: Pick<Deployment, 'conventions'>): Promise<[Listed[], Listed[]]> {
  return Promise.all([listAll('container', system), listAll('network', system)]);
}

/** Data volumes that are there, without a label, a note or a container of ours that says that they are the system's. */
async function strangeVolumes(system: SystemSpec, containers: readonly Listed[]): Promise<string[]> {
  const wanted = volumesOf(system);
  const noted = notedVolumes();
  const unknown = (await listAll('volume', system)).filter(
    (volume) => wanted.includes(volume.name) && !isOwnVolume(system, volume) && !noted.has(volume.name),
  );
  const strange: string[] = [];
  for (const { name } of unknown) {
    const users = new Set((await usersOf(name, system)).map(({ id }) => id));
    const isUsed = containers.some((each) => users.has(each.id) && ownContainer(system, each));
    if (!isUsed) strange.push(name);
  }
  return strange;
}

function areNotOurs(strangers: readonly string[]): string {
  return `${strangers.join(', ')} ${strangers.length === 1 ? 'is' : 'are'} not ours`;
}

function elsewhere(conventions: Conventions): string {
  const variable = (word: string) => environmentName(conventions, word);
  return `run this system under another name: ${variable('NAME')}=second ${variable('PORT_OFFSET')}=10000`;
}
