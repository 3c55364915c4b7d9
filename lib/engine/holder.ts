import { type Conventions, environmentName } from '../model/conventions.js';
import { counted } from '../model/counted.js';
import { type Engine, engineName } from '../model/deployment.js';
import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import {
  listContainers,
  listNetworks,
  type RunningContainer,
  removeContainers,
  type SystemNetwork,
} from './docker.js';
import { endStacks } from './end-stack.js';
import { removeNetworks } from './remove-networks.js';
import { forgetState, idsInState } from './terraform-state.js';

/** What an engine has made of a system in a mode; containers run or are stopped. */
export interface Holding {
  readonly containers: readonly RunningContainer[];
  readonly networks: readonly SystemNetwork[];
}

/**
 * All of a system that is not the engine's own in this mode: what the other engine holds, and the other mode, which
 * publishes the same ports.
 */
export async function heldByOthers(system: SystemSpec, engine: Engine): Promise<Holding> {
  const isOther = (made: { readonly mode: Mode; readonly engine: Engine }) =>
    made.mode !== system.mode || made.engine !== engine;
  return {
    containers: (await listContainers(system)).filter(isOther),
    networks: (await listNetworks(system)).filter(isOther),
  };
}

/** What Terraform made of a system in its mode, and does not know: of another directory, or of an apply that was killed. */
export async function unknownToState(system: SystemSpec, directory: string): Promise<Holding> {
  const known = idsInState(directory, system);
  const isUnknown = (made: { readonly id: string; readonly mode: Mode; readonly engine: Engine }) =>
    made.mode === system.mode && made.engine === 'terraform' && !known.has(made.id);
  return {
    containers: (await listContainers(system)).filter(isUnknown),
    networks: (await listNetworks(system)).filter(isUnknown),
  };
}

/**
 * @param replace how the user asks for the others to be stopped
 * @throws UserError naming who holds the system, and the command that ends it
 */
export function requireNoHolder(
  { containers, networks }: Holding,
  { commands }: Conventions,
  replace: string,
): void {
  const [first] = [...containers, ...networks];
  if (!first) return;
  const { mode, engine } = first;
  const count = containers.filter((other) => other.mode === mode && other.engine === engine).length;
  const maker = engineName(engine);
  throw new UserError(
    count > 0
      ? `${mode} is run by ${maker} (${counted(count, 'container')})`
      : `nothing of ${mode} runs, but ${maker} has left its network`,
    `${engine === 'terraform' ? `${commands.destroy} ${mode}` : commands[`stop-${mode}`]}, or ${replace}`,
  );
}

/** @throws UserError where Terraform runs a mode from another directory */
export function requireNoStrays({ containers: [first] }: Holding, conventions: Conventions): void {
  if (!first) return;
  throw new UserError(
    `${first.mode} is run by Terraform from another directory: its state here does not have ${first.name}`,
    `${conventions.commands.destroy} ${first.mode} there, or ${environmentName(conventions, 'REPLACE')}=1`,
  );
}

/** Removes what is held. Each container is given its time to stop, those first that use the others' data; volumes stay. */
export async function remove(system: SystemSpec, held: Holding): Promise<void> {
  const { containers, networks } = await endStacks(system, held);
  const backing = new Set(system.services.flatMap(({ kind, name }) => (kind === 'backing' ? [name] : [])));
  const isBacking = ({ service }: RunningContainer) => backing.has(service);
  await removeContainers(containers.filter((container) => !isBacking(container)).map(({ id }) => id));
  await removeContainers(containers.filter(isBacking).map(({ id }) => id));
  await removeNetworks(networks.map(({ id }) => id));
}

/**
 * Ends what others hold, and forgets Terraform's state of it, for nothing that it describes is left.
 * @param directory the project's
 */
export async function takeOver(system: SystemSpec, others: Holding, directory: string): Promise<void> {
  await remove(system, others);
  for (const { engine, mode } of [...others.containers, ...others.networks])
    if (engine === 'terraform') forgetState(directory, { ...system, mode });
}
