import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WATCH_PLAN, type WatchPlan } from '../../lib/model/watch.js';
import { CONVENTIONS } from '../conventions.js';
import { TYPESCRIPT } from './project-copy.js';

const INDEX = join(import.meta.dirname, '../../cli/index.ts');

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'twomode-launch-'));
  const plan: WatchPlan = {
    ...{ name: 'launch', conventions: CONVENTIONS, sourceRoot: directory },
    ...{ services: [], without: [], environment: {}, engine: 'compose', rebuild: false },
  };
  mkdirSync(join(directory, CONVENTIONS.workDirectory));
  mkdirSync(join(directory, 'tmp'));
  writeFileSync(
    join(directory, 'main.ts'),
    `import { writeFileSync } from 'node:fs';
const [, , command, word]: string[] = process.argv;
console.log(command, word, process.env.${WATCH_PLAN} ? 'with a plan' : 'without a plan');
if (word === 'fails') process.exitCode = 3;
else if (word === 'ends') {
  // as one does that has just ended when the signal comes
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', () => {
    writeFileSync(process.env.${WATCH_PLAN} ?? '', ${JSON.stringify(JSON.stringify(plan))});
    process.exit(0);
  });
  setInterval(() => {}, 1000);
  console.log('waiting');
} else if (word === 'waits') {
  setInterval(() => {}, 1000);
  console.log('waiting');
} else if (word === 'composes') {
  const docker = import(${JSON.stringify(join(import.meta.dirname, '../../lib/engine/docker.ts'))});
  void docker.then(({ streamDocker }) => streamDocker(['compose', 'up'], console.log));
} else if (word === 'watched')
  writeFileSync(process.env.${WATCH_PLAN} ?? '', ${JSON.stringify(JSON.stringify(plan))});
`,
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Started {
  readonly child: ChildProcess;
  output(): string;
  says(words: string): Promise<void>;
  readonly code: Promise<number | null>;
}

function start(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, INDEX, ...words], {
    cwd: directory,
    env: { ...process.env, TMPDIR: join(directory, 'tmp'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      output += part;
      for (const look of waiting) look();
    });
  return {
    child,
    output: () => output,
    says: (words) =>
      new Promise((resolve) => {
        const look = () => output.includes(words) && resolve();
        waiting.push(look);
        look();
      }),
    code: new Promise((resolve) => child.on('close', resolve)),
  };
}

/** What is left of plans. */
const left = () => readdirSync(join(directory, 'tmp')).filter((name) => name.startsWith('twomode'));

/** Whether a process is there that has not ended. */
function runs(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

describe('the command line of a project', () => {
  it('ends as the command does that nothing is watched after', async () => {
    const done = start(['dev', '--detach']);
    expect(await done.code).toBe(0);
    expect(done.output()).toBe('dev --detach with a plan\n');
    expect(await start(['dev', 'fails']).code).toBe(3);
    expect(left()).toEqual([]);
  });

  it('passes a signal on to the command', async () => {
    const waiting = start(['dev', 'waits']);
    await waiting.says('waiting');
    waiting.child.kill('SIGTERM');
    expect(await waiting.code).toBeNull();
    expect(waiting.child.signalCode).toBe('SIGTERM');
    expect(waiting.output().split('\n').slice(-2)).toEqual(['interrupted: nothing was changed.', '']);
    expect(left()).toEqual([]);
  });

  it('ends what Compose does when a signal ends it', async () => {
    const bin = join(directory, 'bin');
    mkdirSync(bin);
    // docker waits for its plugin, and tells it nothing
    const docker = '#!/bin/sh\nsh -c \'echo "plugin $$"; exec sleep 300\' &\nwait\n';
    writeFileSync(join(bin, 'docker'), docker, { mode: 0o755 });
    const composing = start(['dev', 'composes'], { PATH: `${bin}:${process.env.PATH}` });
    await composing.says('plugin ');
    const plugin = Number(/plugin (\d+)/.exec(composing.output())?.[1]);
    composing.child.kill('SIGTERM');
    expect(await composing.code).toBeNull();
    expect(composing.child.signalCode).toBe('SIGTERM');
    await vi.waitFor(() => expect(runs(plugin)).toBe(false));
  });

  it('goes on as the watcher where the command leaves a plan, and ends it once for a signal that comes twice', async () => {
    const watching = start(['watch', 'watched']);
    await watching.says('Watching what is baked');
    expect(left()).toEqual([]);
    watching.child.kill('SIGINT');
    watching.child.kill('SIGTERM');
    expect(await watching.code).toBe(0);
    expect(watching.output().split('Stopped watching')).toHaveLength(2);
  });

  it('does not go on where a signal comes while the command ends, which nobody would hear of', async () => {
    const ending = start(['watch', 'ends']);
    await ending.says('waiting');
    ending.child.kill('SIGINT');
    expect(await ending.code).toBeNull();
    expect(ending.child.signalCode).toBe('SIGINT');
    expect(ending.output()).toContain('interrupted: the services run, and are not watched.');
    expect(ending.output()).not.toContain('Watching');
  });

  it('leaves nothing behind that listens to the engine', async () => {
    const bin = join(directory, 'listening');
    mkdirSync(bin);
    const docker =
      '#!/bin/sh\n[ "$1" = events ] || exit 0\necho $$ > "$(dirname "$0")/pid"; exec sleep 300\n';
    writeFileSync(join(bin, 'docker'), docker, { mode: 0o755 });
    const watching = start(['watch', 'watched'], { PATH: `${bin}:${process.env.PATH}` });
    await watching.says('Watching what is baked');
    const pid = () => Number(readFileSync(join(bin, 'pid'), 'utf8'));
    await vi.waitFor(() => expect(runs(pid())).toBe(true), 10_000);
    watching.child.kill('SIGHUP');
    expect(await watching.code).toBe(0);
    await vi.waitFor(() => expect(runs(pid())).toBe(false), 10_000);
  });

  it('leaves the plan to whoever waits for it', async () => {
    const plan = join(directory, 'plan.json');
    expect(await start(['watch', 'watched'], { [WATCH_PLAN]: plan }).code).toBe(0);
    expect(readdirSync(directory)).toContain('plan.json');
  });

  it('runs any other command in the same process', async () => {
    const status = start(['status', 'dev']);
    expect(await status.code).toBe(0);
    expect(status.output()).toBe('status dev without a plan\n');
  });

  it('says in one line where there is no project', async () => {
    rmSync(join(directory, 'main.ts'));
    const lost = start(['status']);
    expect(await lost.code).toBe(1);
    expect(lost.output()).toBe(
      `error: there is no main.ts in ${directory}. Fix: go to the project's directory, or start one here: npx twomode init.\n`,
    );
  });
});
