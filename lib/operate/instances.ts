import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { hostPorts } from '../deploy/take-instance.js';
import { lastStart } from '../disk/start-note.js';
import { checkoutAt, mainCheckout, type Worktree, worktreeAt } from '../disk/worktree.js';
import { type Listed, listAll } from '../engine/marks.js';
import { isUp } from '../model/container-state.js';
import type { Conventions } from '../model/conventions.js';
import type { Engine } from '../model/deployment.js';
import { MODES, type Mode } from '../model/mode.js';
import { isOneOff, isOwnVolume, ownContainer } from '../model/ownership.js';
import { UsageError } from '../model/user-error.js';
import { readInstances, worktreeOf } from '../synth/instances.js';
import type { Project } from '../synth/project.js';
import { readSettings, type Settings } from '../synth/settings.js';
import type { InstancePlace } from './instance-place.js';
import { namedElsewhere } from './named-elsewhere.js';

/** What of a copy is in the engine, in a mode. */
export interface InstanceMode {
  readonly mode: Mode;
  readonly engine: Engine;
  /** Services that have a container, and those of them that run. */
  readonly services: number;
  readonly running: number;
}

/** The same with what runs of it. */
export interface InstanceRow extends InstancePlace {
  /** Whether the commands here are about it. */
  readonly isHere: boolean;
  readonly modes: readonly InstanceMode[];
  /** Data volumes that are its own. */
  readonly volumes: readonly string[];
}

/**
 * The system of the main checkout, all copies of it that are known to this user, in the order of their names, and what else the engine
 * has: somebody has set another name for it.
 */
async function placesOf(settings: Settings, containers: readonly Listed[]): Promise<InstancePlace[]> {
  const { conventions } = settings;
  const copies = readInstances()
    .filter(({ system }) => system === conventions.name)
    .map(({ gitDirectory, ...copy }): InstancePlace => {
      const now = worktreeAt(gitDirectory);
      return { ...copy, worktree: now ?? copy.worktree, isGone: now === undefined };
    });
  const main = mainPlace(settings);
  const noted = [...(main ? [main] : []), ...copies];
  const places = [...noted, ...(await namedElsewhere(settings, noted, containers))];
  // a copy that was never started is none yet
  const isKnown = settings.copy !== undefined || places.some(({ name }) => name === settings.name);
  return isKnown ? places : [...places, herePlace(settings)];
}

/** @throws UsageError where there is none of that name */
export async function placeNamed(settings: Settings, name: string): Promise<InstancePlace> {
  const places = await placesOf(settings, await listAll('container', settings));
  const found = places.find((place) => place.name === name);
  if (found) return found;
  const names = places.map((place) => place.name).join(', ');
  throw new UsageError(`no copy is called "${name}"`, `use one of these: ${names}`);
}

/** Every copy with what of it is in the engine. */
export async function listInstances(project: Project): Promise<InstanceRow[]> {
  const settings = readSettings(project);
  const { conventions } = settings;
  const [containers, volumes] = await Promise.all([
    listAll('container', settings),
    listAll('volume', settings),
  ]);
  return (await placesOf(settings, containers)).map((place) => {
    const system = { name: place.name, conventions };
    const modes = MODES.flatMap((mode): InstanceMode[] => {
      const own = containers.flatMap((each) => {
        const found = ownContainer(system, each);
        const counts = found?.mode === mode && !isOneOff({ ...system, mode }, each);
        // Swarm keeps what it has replaced
        const isHistory = found?.engine === 'swarm' && !isUp(each.state);
        return counts && !isHistory ? [{ ...found, state: each.state }] : [];
      });
      const [first] = own;
      const services = (some: typeof own) => new Set(some.map(({ service }) => service)).size;
      const running = services(own.filter(({ state }) => isUp(state)));
      return first ? [{ mode, engine: first.engine, services: services(own), running }] : [];
    });
    return {
      ...place,
      ...portsNow(place, conventions, modes),
      isHere: place.name === settings.name,
      modes,
      volumes: volumes
        .filter((volume) => MODES.some((mode) => isOwnVolume({ ...system, mode }, volume)))
        .map(({ name }) => name)
        .sort(),
    };
  });
}

/** Those that what runs was started with, where somebody had set others. */
function portsNow(
  { name, sourceRoot, isGone, portOffset, ports }: InstancePlace,
  conventions: Conventions,
  modes: readonly InstanceMode[],
): Pick<InstancePlace, 'portOffset' | 'ports'> {
  const [runs] = modes;
  const now =
    runs && !isGone ? lastStart(sourceRoot, { name, conventions, mode: runs.mode })?.portOffset : undefined;
  const by = (now ?? portOffset) - portOffset;
  return { portOffset: portOffset + by, ports: ports.map((port) => port + by) };
}

/** The system where its worktree is not a linked one; undefined where the repository has no such checkout. */
function mainPlace(settings: Settings): InstancePlace | undefined {
  const { conventions, directory, sourceRoot } = settings;
  const worktree = worktreeOf(settings);
  const top = worktree ? mainCheckout(worktree) : checkoutAt(realpathSync(sourceRoot));
  if (top === undefined) return undefined;
  const there = (path: string) => (worktree ? inMain(path, worktree, top) : path);
  return {
    ...{ name: conventions.name, worktree: top, project: there(directory), sourceRoot: there(sourceRoot) },
    ...{ isGone: !existsSync(there(sourceRoot)), portOffset: 0, ports: hostPorts(settings) },
  };
}

/** Where a path of a worktree is in the main checkout; what is outside it is the same for both. */
function inMain(path: string, { directory }: Worktree, main: string): string {
  const below = relative(directory, realpathSync(path));
  return below.startsWith('..') || isAbsolute(below) ? path : join(main, below);
}

/** The system here, where somebody has set another name. */
function herePlace(settings: Settings): InstancePlace {
  const { name, directory, sourceRoot, portOffset } = settings;
  return {
    ...{ name, worktree: checkoutAt(realpathSync(sourceRoot)), project: directory, sourceRoot },
    ...{ isGone: false, portOffset, ports: hostPorts(settings).map((port) => port + portOffset) },
  };
}
