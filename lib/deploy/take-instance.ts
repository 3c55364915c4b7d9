import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastStart, startedNames } from '../disk/start-note.js';
import { listAll } from '../engine/marks.js';
import { isFree } from '../engine/ports.js';
import { publishedPorts } from '../engine/ports-taken.js';
import { ProcessFile } from '../engine/process-file.js';
import { portOffsets } from '../model/instance.js';
import { MODES } from '../model/mode.js';
import { UserError } from '../model/user-error.js';
import { build, UNREAD } from '../synth/build.js';
import {
  type Copy,
  type Instance,
  instancesFile,
  isInstanceOf,
  namesOf,
  readInstances,
  writeInstances,
} from '../synth/instances.js';
import { machineDirectory } from '../synth/machine.js';
import type { Project } from '../synth/project.js';
import { readSettings, type Settings } from '../synth/settings.js';

/**
 * Gives the copy of a git worktree its name and its ports, for good, before its first start; does nothing in a main checkout, and
 * where a name is set.
 * @returns what to say of it, the first time
 * @throws UserError where there is no such block of ports, or the note of all copies cannot be read
 */
export async function takeInstance(project: Project): Promise<string | undefined> {
  const settings = readSettings(project);
  const { copy } = settings;
  if (!copy) return undefined;
  return alone(async () => {
    const all = readInstances();
    const known = all.find((each) => isInstanceOf(each, settings.conventions, copy.worktree));
    const others = all.filter((each) => each !== known);
    const ports = hostPorts(settings);
    const name = known?.name ?? (await freeName(settings, copy, others));
    const portOffset = known?.portOffset ?? (await freeOffset({ ...settings, name }, others));
    const now: Instance = {
      ...{ name, system: settings.conventions.name, gitDirectory: copy.worktree.gitDirectory },
      ...{ worktree: copy.worktree.directory, project: realpathSync(settings.directory) },
      ...{ sourceRoot: settings.sourceRoot, portOffset, ports: ports.map((port) => port + portOffset) },
    };
    if (JSON.stringify(now) !== JSON.stringify(known))
      writeInstances([...others, now].sort((a, b) => (a.name < b.name ? -1 : 1)));
    return known ? undefined : `This git worktree is a copy of its own: ${name}, ports + ${portOffset}.`;
  });
}

/** All host ports of both modes with everything that can be asked for, and nothing added; sorted. */
export function hostPorts({ project }: Settings): number[] {
  const systems = build({ ...project, gateway: true }, UNREAD);
  const ports = MODES.flatMap((mode) =>
    systems[mode].services.flatMap(({ published }) => published.map(({ host }) => Number(host))),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** One that is neither another copy's nor that of anything in the engine, whoever made it. */
async function freeName(
  settings: Settings,
  { worktree }: Copy,
  others: readonly Instance[],
): Promise<string> {
  const { conventions, sourceRoot } = settings;
  const [plain, distinct] = namesOf(conventions, worktree);
  if (others.some(({ name }) => name === plain)) return distinct;
  if (startedNames(sourceRoot, conventions).includes(plain)) return plain;
  const there = await Promise.all(
    (['container', 'volume'] as const).map((kind) => listAll(kind, settings).catch(() => [])),
  );
  return there.flat().some(({ system }) => system === plain) ? distinct : plain;
}

/**
 * What gives a system ports that are neither another copy's, nor its main checkout's, nor anybody's who listens or publishes now.
 * Its own from before, where the note of all copies is gone.
 */
async function freeOffset(settings: Settings, others: readonly Instance[]): Promise<number> {
  const { conventions, sourceRoot } = settings;
  const wanted = hostPorts(settings);
  const shifted = (offset: number) => wanted.map((port) => port + offset);
  const taken = new Set([...wanted, ...others.flatMap(({ ports }) => ports)]);
  const earlier = MODES.flatMap((mode) => lastStart(sourceRoot, { ...settings, mode })?.portOffset ?? []);
  for (const offset of earlier)
    if (offset > 0 && shifted(offset).every((port) => !taken.has(port))) return offset;
  const published = await publishedPorts();
  for (const offset of portOffsets(wanted)) {
    const ports = shifted(offset);
    if (ports.some((port) => taken.has(port) || published.has(port))) continue;
    const free = await Promise.all(ports.map((host) => isFree({ host })));
    if (free.every(Boolean)) return offset;
  }
  throw new UserError(
    `there is no block of free ports for another copy of ${conventions.name}`,
    `end one that nobody needs: ${conventions.commands.program} instances`,
  );
}

/** Seconds for which the others, each of whom asks the engine twice, are waited for. */
const PATIENCE = 120;

/** Looks at the note of all copies and changes it while nobody else does. @throws UserError where another one does not end */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(machineDirectory(), { recursive: true });
  const file = new ProcessFile(join(machineDirectory(), 'instances.lock'));
  for (const end = Date.now() + PATIENCE * 1000; ; await sleep(20)) {
    const holder = file.take();
    if (holder === undefined) break;
    if (Date.now() > end)
      throw new UserError(
        `process ${holder} has been at ${instancesFile()} for ${PATIENCE} s`,
        'wait until it has ended, or end it',
      );
  }
  try {
    return await work();
  } finally {
    file.giveBack();
  }
}
