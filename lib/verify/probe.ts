import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { removeTemporary } from '../disk/temporary.js';
import { interruption, settling, underway } from '../engine/interruption.js';
import { lastLines } from '../engine/last-lines.js';
import { requireFreePorts } from '../engine/ports.js';
import { commandWords, environmentName } from '../model/conventions.js';
import { hostPort } from '../model/port.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { bindsOf } from '../model/watch.js';
import { type Description, describe } from '../synth/description.js';
import type { Project } from '../synth/project.js';
import { readSettings } from '../synth/settings.js';
import { formatProbe, type ProbeResult, SAVES, type SaveResult } from './probe-report.js';
import { type ProbedPath, probeSave, probeTurns } from './probe-saves.js';
import { removeSystem } from './remove.js';
import { CHANGED, copySource, type Scratch, textFile, withEmptyLines } from './scratch.js';

/**
 * `verify.sh --probe`: saves a file of every live path in each way, in a copy of the source that runs as a system of
 * its own, and finds whether every service that mounts it runs on the new bytes. All that it makes is removed.
 */
export function probe(
  description: Description,
  project: Project,
  log: (line: string) => void,
): Promise<ProbeResult[]> {
  return underway({ state: 'the system was not touched, and the copy of it is removed' }, () =>
    probeCopy(description, project, log),
  );
}

async function probeCopy(
  description: Description,
  project: Project,
  log: (line: string) => void,
): Promise<ProbeResult[]> {
  // a name that nobody else has: everything that carries it is removed in the end
  const name = `${description.settings.name.slice(0, 19)}-probe-${randomBytes(3).toString('hex')}`;
  const offset = await freeOffset(description);
  const { conventions, sourceRoot } = description.settings;
  const { leftOut = [] } = description.systems.dev;
  const scratch = await copySource(sourceRoot, conventions);
  const environment = {
    [environmentName(conventions, 'ROOT')]: scratch.root,
    [environmentName(conventions, 'NAME')]: name,
    [environmentName(conventions, 'PORT_OFFSET')]: String(offset),
    [environmentName(conventions, 'WITHOUT')]: leftOut.map(({ service }) => service).join(','),
  };
  const end = interrupted();
  let stop: (() => Promise<void>) | undefined;
  try {
    const system = describe(readSettings(project, { ...process.env, ...environment })).systems.dev;
    const paths = probedPaths(system, scratch.root);
    await commitChanges(scratch, paths);
    log(`probing in a copy, ${name}: starting it`);
    const started = startWatched(conventions.commands.dev, environment);
    stop = started.end;
    await Promise.race([started.ready, end]);
    return await Promise.race([probeAll(scratch, system, paths, log), end]);
  } finally {
    await settling(async () => {
      await stop?.();
      await removeSystem({ name, conventions });
    });
    removeTemporary(scratch.root);
  }
}

/** Fails when a signal ends the run: what looks at containers again and again need not be waited for. */
function interrupted(): Promise<never> {
  const ending = interruption();
  const failing = new Promise<never>((_, reject) => {
    ending.addEventListener('abort', () => reject(ending.reason), { once: true });
  });
  // one that comes while nobody waits for it is seen by whoever waits next
  failing.catch(() => {});
  return failing;
}

async function probeAll(
  scratch: Scratch,
  system: SystemSpec,
  paths: readonly ProbedPath[],
  log: (line: string) => void,
): Promise<ProbeResult[]> {
  const results = new Map<ProbedPath, ProbeResult>();
  const probeInTurn = async (those: readonly ProbedPath[]) => {
    for (const path of those) {
      const saves: SaveResult[] = [];
      for (const save of SAVES) saves.push(await probeSave(scratch, system, path, save));
      const result = { path: path.source, services: path.mounts.map(({ service }) => service.name), saves };
      log(formatProbe(result));
      results.set(path, result);
    }
  };
  const { ofOneService, ofSeveral } = probeTurns(paths);
  await Promise.all(ofOneService.map(probeInTurn));
  await probeInTurn(ofSeveral);
  return paths.flatMap((path) => results.get(path) ?? []);
}

/** Each source of a bind mount once, with all who mount it. */
function probedPaths({ services }: SystemSpec, root: string): ProbedPath[] {
  const mounts = services.flatMap((service) => bindsOf(service).map((mount) => ({ service, mount })));
  return [...new Set(mounts.map(({ mount }) => mount.source))].map((source) => {
    const file = textFile(root, source);
    if (file === undefined)
      throw new UserError(`live path ${source} has no text file that could be changed`, 'add a file to it');
    return { source, file, mounts: mounts.filter(({ mount }) => mount.source === source) };
  });
}

/** More than the other ways of saving add one after the other, so that the checkout is another change. */
const LINES_BY_GIT = SAVES.length;

/** A branch with every file's text for the checkout, so that nothing but the checkout touches the files later. */
async function commitChanges({ root, git }: Scratch, paths: readonly ProbedPath[]): Promise<void> {
  await git('checkout', '--quiet', '-b', CHANGED);
  for (const { file } of paths) writeFileSync(join(root, file), withEmptyLines(root, file, LINES_BY_GIT));
  await git('commit', '--quiet', '--all', '--message', 'changed');
  await git('checkout', '--quiet', '-');
}

/** The command that users run, with its watcher; in a process group of its own, so that it ends as a whole. */
function startWatched(command: string, environment: Readonly<Record<string, string>>) {
  const [program, ...args] = commandWords(command);
  const child = execa(program, args, {
    env: environment,
    detached: true,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  let output = '';
  child.all.on('data', (part) => {
    output += part;
  });
  const ready = async () => {
    while (!output.includes('\nWatching ')) {
      if (child.exitCode !== null) throw new UserError(`the copy did not start:\n${lastLines(output)}`);
      await sleep(200);
    }
    // it says so before it has looked at every file for the first time
    await sleep(2000);
  };
  const end = async () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await child;
  };
  return { ready: ready(), end };
}

/** An offset at which all ports of a second system are free. */
async function freeOffset({ systems: { dev }, settings }: Description): Promise<number> {
  for (let offset = 10_000; offset <= 50_000; offset += 1000)
    try {
      await requireFreePorts(moved(dev, offset - settings.portOffset), []);
      return offset;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  throw new UserError('there are no free ports for a second system', 'stop other systems');
}

function moved(system: SystemSpec, by: number): SystemSpec {
  const services = system.services.map((service) => ({
    ...service,
    published: service.published.map((port) => ({ ...port, host: hostPort(port.host + by) })),
  }));
  return { ...system, services };
}
