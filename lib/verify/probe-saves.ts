import { createHash } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programStart } from '../engine/program-start.js';
import { isWell, type Standing } from '../model/container-state.js';
import type { BindMount } from '../model/mount.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { inspectContainers } from './containers.js';
import type { Save, SaveResult } from './probe-report.js';
import { CHANGED, type Scratch, withEmptyLines } from './scratch.js';
import { containerFiles, hashesOf } from './view.js';

/** A live path with all who mount it, and the file of it that is changed. Paths are relative to the source root. */
export interface ProbedPath {
  readonly source: string;
  readonly file: string;
  readonly mounts: readonly { readonly service: ServiceSpec; readonly mount: BindMount }[];
}

const LONGEST = 60_000;
/** Milliseconds between two looks: each calls the engine, whose work would slow down what is waited for. */
const PAUSE = 250;

/**
 * In which order paths are saved: those of one service one after the other, for a service that starts again for one path
 * proves nothing of another; those of different services at once; then those that several services mount.
 */
export function probeTurns(paths: readonly ProbedPath[]): {
  readonly ofOneService: readonly (readonly ProbedPath[])[];
  readonly ofSeveral: readonly ProbedPath[];
} {
  const ofOneService = new Map<string, ProbedPath[]>();
  const ofSeveral: ProbedPath[] = [];
  for (const path of paths) {
    const [first, ...others] = new Set(path.mounts.map(({ service }) => service.name));
    if (first === undefined || others.length > 0) ofSeveral.push(path);
    else ofOneService.set(first, [...(ofOneService.get(first) ?? []), path]);
  }
  return { ofOneService: [...ofOneService.values()], ofSeveral };
}

/** Saves the file and waits until every service that mounts it runs on the new bytes. */
export async function probeSave(
  scratch: Scratch,
  system: SystemSpec,
  { source, file, mounts }: ProbedPath,
  save: Save,
): Promise<SaveResult> {
  const began = Date.now();
  await SAVE[save](scratch, file);
  // not the time by now: git may end after the watcher has restarted the service for what it wrote
  const saved = statSync(join(scratch.root, file)).ctime;
  const wanted = createHash('sha256')
    .update(readFileSync(join(scratch.root, file)))
    .digest('hex');
  let problem: string | undefined;
  do {
    await sleep(PAUSE);
    problem = await lacking(system, { source, file, mounts }, wanted, saved);
  } while (problem !== undefined && Date.now() - began < LONGEST);
  return problem === undefined
    ? { save, seconds: (Date.now() - began) / 1000 }
    : { save, problem: `after ${LONGEST / 1000} s ${problem}` };
}

const SAVE: Readonly<Record<Save, (scratch: Scratch, file: string) => Promise<void>>> = {
  'in place': async ({ root }, file) => writeFileSync(join(root, file), withEmptyLines(root, file, 1)),
  'by rename': async ({ root }, file) => {
    const fresh = join(root, `${file}.new`);
    writeFileSync(fresh, withEmptyLines(root, file, 1));
    renameSync(fresh, join(root, file));
  },
  'by git checkout': async ({ git }, file) => {
    await git('checkout', '--quiet', CHANGED, '--', file);
  },
};

/**
 * What still lacks, for the first service that lacks something: the container must see the new bytes, its process must
 * be younger than the save unless the path is declared hot, and the service must answer.
 */
async function lacking(
  system: SystemSpec,
  { source, file, mounts }: ProbedPath,
  wanted: string,
  saved: Date,
): Promise<string | undefined> {
  const containers = await inspectContainers(system, system.mode);
  for (const { service, mount } of mounts) {
    const container = containers.find((each) => each.name === service.container);
    if (!container?.running) return `${service.name} does not run`;
    const target = mount.target + file.slice(source.length);
    const seen = hashesOf(await containerFiles(container, [{ path: file, target }]));
    if (seen.get(file) !== wanted) return `${service.name} sees the old file`;
    if (!mount.hot && ((await programStart(service, container)) ?? container.startedAt) < saved)
      return `${service.name} has not started since the save`;
    if (!(await answers(service, container))) return `${service.name} does not answer`;
  }
  return undefined;
}

/** Any answer over HTTP is one; a service that publishes nothing has its health check alone. */
async function answers(service: ServiceSpec, standing: Standing): Promise<boolean> {
  const port = service.published[0];
  if (!port) return isWell(standing, service);
  try {
    await fetch(`http://127.0.0.1:${port.host}/`, {
      signal: AbortSignal.timeout(2000),
      headers: { connection: 'close' },
    });
    return true;
  } catch {
    return false;
  }
}
