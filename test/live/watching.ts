import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect } from 'vitest';
import { aboutOf } from './edits.js';
import { docker, lines } from './engine.js';
import { type RunningProgram, type SystemOptions, TestSystem } from './harness.js';
import { PYTHON } from './reference.js';
import { call } from './request.js';

const SERVICES = Object.keys(PYTHON) as (keyof typeof PYTHON)[];

/** A file of a Python service, or of shared/, that GET /about shows the revision of. */
interface Revised {
  /** Relative to the source root. */
  readonly path: string;
  readonly pattern: RegExp;
  line(revision: string): string;
}

/** For each live path of the reference table the file that shows its revision. */
export const REVISED: readonly Revised[] = [
  ...Object.values(PYTHON).flatMap(({ source, live }) => live.map((path) => revisedIn(`${source}/${path}`))),
  revisedAs('shared/version.py', 'SHARED'),
];

/** Those of the services that a system has. */
export const revisedOf = (system: TestSystem) =>
  REVISED.filter(({ path }) => !system.without.some((service) => path.startsWith(`${sourceOf(service)}/`)));

const sourceOf = (service: string) => Object.entries(PYTHON).find(([name]) => name === service)?.[1].source;

/** One file of one service. */
export const MAIN = 'asset-service/main.py';
export const MAIN_ONLY = REVISED.filter(({ path }) => path === MAIN);

function revisedIn(path: string): Revised {
  if (path.endsWith('/data'))
    return {
      path: `${path}/kinds.json`,
      pattern: /"revision": ".*"/,
      line: (revision) => `"revision": "${revision}"`,
    };
  return path.endsWith('.py')
    ? revisedAs(path, '(VERSION|REVISION)')
    : revisedAs(`${path}/__init__.py`, 'REVISION');
}

function revisedAs(path: string, name: string): Revised {
  const pattern = new RegExp(`^(${name}) = ".*"$`, 'm');
  return { path, pattern, line: (revision) => `$1 = "${revision}"` };
}

type Save = (path: string, text: string) => void;

export const inPlace: Save = (path, text) => writeFileSync(path, text);

export const byRename: Save = (path, text) => {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
};

/** How programs save a file. */
export const SAVES = {
  'in place': inPlace,
  'by writing another file and renaming it': byRename,
  'by moving the old one away': (path, text) => {
    renameSync(path, `${path}~`);
    writeFileSync(path, text);
    rmSync(`${path}~`);
  },
  'by deleting and recreating it': (path, text) => {
    rmSync(path);
    writeFileSync(path, text);
  },
} as const satisfies Record<string, Save>;

export function revise(root: string, revision: string, save: Save, all = REVISED): void {
  for (const { path, pattern, line } of all) {
    const file = join(root, path);
    const old = readFileSync(file, 'utf8');
    expect(old, path).toMatch(pattern);
    save(file, old.replace(pattern, line(revision)));
  }
}

export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export async function git(root: string, ...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  await execa('git', [...identity, ...args], { cwd: root });
}

/** Waits until a body passes. @param seconds how long */
export async function eventually(body: () => Promise<void> | void, seconds = 90): Promise<void> {
  for (const end = Date.now() + seconds * 1000; ; await sleep(100))
    try {
      await body();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
}

/** Every Python service of a system answers with a revision at each of its live paths. */
export function expectRevision(system: TestSystem, revision: string): Promise<void> {
  return eventually(async () => {
    for (const service of SERVICES.filter((name) => !system.without.includes(name)))
      expect(await call(system, service, '/about')).toEqual(aboutOf(service, revision));
  });
}

/** A system whose source root is a git repository with nothing to commit. */
export async function committedSystem(options: SystemOptions): Promise<TestSystem> {
  const system = await TestSystem.make(options);
  await git(system.root, 'init', '--quiet');
  await git(system.root, 'add', '--all');
  await git(system.root, 'commit', '--quiet', '--message', 'as it was');
  return system;
}

/** The process of each Python service's program in dev: another one when it was restarted, in whatever way. */
export async function programs(system: TestSystem): Promise<Record<string, string>> {
  const found = SERVICES.map(async (service) => {
    // one that is left out, or just being restarted, has none
    const rows = lines(
      await docker('top', system.container(service, 'dev'), '-o', 'pid,args').catch(() => ''),
    );
    const row = rows.find((each) => /^\s*\d+\s+python main/.test(each));
    return [service, row?.trim().split(/\s+/)[0] ?? 'none'];
  });
  return Object.fromEntries(await Promise.all(found));
}

/** Nothing is restarted any more. */
export async function quiet(watcher: RunningProgram): Promise<void> {
  for (let before = ''; before !== watcher.output(); await sleep(3000)) before = watcher.output();
}

/** Attaches `./scripts/watch.sh`, or a script that goes on as the watcher; resolves when it watches. */
export async function watching(
  system: TestSystem,
  args: readonly string[] = [],
  program = './scripts/watch.sh',
): Promise<RunningProgram> {
  const watcher = system.start(program, args);
  await watcher.says(/^Watching /m);
  // it looks again when its events are set up
  await sleep(1500);
  return watcher;
}

/** Clock ticks of a process on the processor: user and system (proc_pid_stat(5)). */
export function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Memory that is a process's own: the program itself is mapped, once for all processes of Node. */
export function kilobytesOf(pid: number): number {
  return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
