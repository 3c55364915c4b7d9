import { requireEngine } from '../lib/deploy/require-engine.js';
import { underway } from '../lib/engine/interruption.js';
import { counted } from '../lib/model/counted.js';
import { UsageError, UserError } from '../lib/model/user-error.js';
import { removeInstance, stopInstance } from '../lib/operate/end-instance.js';
import { type InstanceRow, listInstances, placeNamed } from '../lib/operate/instances.js';
import { leftInEngine } from '../lib/operate/leavings.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { ask as askHere } from './ask.js';
import { leavingsText, requireConsent } from './clean.js';
import { printJson } from './json-option.js';
import { seed } from './seed.js';
import { SHAPES } from './shapes.js';

/** What `instances` does in the place of listing them. */
export type InstanceWord = 'stop' | 'clean' | 'seed';

export interface InstancesCall {
  readonly data?: boolean;
  readonly json?: boolean;
}

/** `instances`: all copies of the system that this user has, each of a git worktree, and what is done with one. */
export async function instances(
  project: Project,
  what: InstanceWord | undefined,
  name: string | undefined,
  { data = false, json = false }: InstancesCall,
  ask = askHere,
): Promise<void> {
  if (what !== undefined && name === undefined)
    throw new UsageError(
      `the name is missing: ${what} which one`,
      `see ${project.system.conventions.commands.program} instances`,
    );
  if (json && what !== undefined) throw new UsageError('--json is for the list', 'leave it out');
  if (data && what !== 'clean') throw new UsageError('--data is for instances clean', 'leave it out');
  await requireEngine(project.system.conventions.commands);
  if (what === undefined || name === undefined) return list(project, json);
  if (what === 'seed') return seed(project, name);
  if (what === 'stop') return stop(project, name);
  await clean(project, name, data, ask);
}

async function list(project: Project, json: boolean): Promise<void> {
  const rows = await listInstances(project);
  if (json)
    return printJson(SHAPES.instances, {
      version: 1,
      instances: rows.map(({ name, worktree, isHere, isGone, portOffset, ports, modes, volumes }) => ({
        ...{ name, worktree, here: isHere, gone: isGone, portOffset, ports, modes, volumes },
      })),
    });
  const { program } = project.system.conventions.commands;
  const cells = rows.map(
    (row) => [row.name, `ports + ${row.portOffset}`, stateOf(row), whereOf(row)] as const,
  );
  const widths = [0, 1, 2].map((i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  for (const row of cells) console.log(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  const gone = rows.find(({ isGone }) => isGone);
  if (gone)
    console.log(
      `\nTo remove what one has left whose worktree is gone: ${program} instances clean ${gone.name}`,
    );
}

function stateOf({ modes, volumes }: InstanceRow): string {
  const runs = modes.map(
    ({ mode, services, running }) => `${mode}: ${running} of ${counted(services, 'service')} up`,
  );
  if (runs.length > 0) return runs.join(', ');
  return volumes.length > 0 ? 'does not run, has data' : 'does not run';
}

function whereOf({ worktree, isHere, isGone }: InstanceRow): string {
  if (isGone) return `${worktree} (gone)`;
  return isHere ? `${worktree} (here)` : worktree;
}

async function stop(project: Project, name: string): Promise<void> {
  const settings = readSettings(project);
  const stopped = await underway({ state: `${name} is stopped in part` }, () =>
    placeNamed(settings, name).then((place) => stopInstance(place, settings.conventions)),
  );
  console.log(
    stopped === 0
      ? `Nothing of ${name} runs.`
      : `Stopped ${counted(stopped, 'service')} of ${name}; its data and its ports stay its own.`,
  );
}

async function clean(project: Project, name: string, data: boolean, ask: typeof askHere): Promise<void> {
  const settings = readSettings(project);
  const { conventions } = settings;
  const place = await placeNamed(settings, name);
  if (!place.isGone)
    throw new UserError(
      `the worktree of ${name} is still there: ${place.worktree}`,
      `clean up there: cd ${place.project} && ${conventions.commands.program} clean`,
    );
  const all = await leftInEngine({ name, conventions }, true);
  const leavings = data ? all : { ...all, volumes: [] };
  const isDataLeft = leavings.volumes.length < all.volumes.length;
  if (Object.values(leavings).flat().length > 0) {
    console.log(`To be removed:\n${leavingsText({ ...leavings, contexts: [] })}`);
    await requireConsent(name, leavings, ask);
  }
  await underway({ state: 'it is removed in part' }, () =>
    removeInstance({ name, conventions }, leavings, isDataLeft),
  );
  console.log(
    isDataLeft
      ? `Removed. Its data is kept, and its name with it; for good: ${conventions.commands.program} instances clean ${name} --data`
      : `Removed. Nothing is left of ${name}.`,
  );
}
