import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { isAlive } from '../../lib/disk/alive.js';
import { PROJECT, TYPESCRIPT } from '../cli/project-copy.js';
import { plant } from '../disk/tree.js';

/** What every program here begins with. */
const HEAD = `
import { existsSync, writeFileSync } from 'node:fs';
import { calledAs, heedSignals, leaves, settling, underway, untilSignal } from '${PROJECT}/lib/engine/interruption.ts';
import { temporaryDirectory } from '${PROJECT}/lib/disk/temporary.ts';
import { execa, execaLong } from '${PROJECT}/lib/engine/program.ts';
import { endInterrupted } from '${PROJECT}/cli/interrupted.ts';
import { runReported } from '${PROJECT}/cli/report.ts';
heedSignals(endInterrupted);
const run = (body) => runReported({ conventions: { commands: { prune: 'prune' } } }, body);
const mark = (name, text = '') => writeFileSync(name, text);
calledAs('./acme up');
`;

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
  /** Where it ran. */
  readonly root: string;
}

/**
 * Runs a program until it has made the file \`ready\`, and then does something to it.
 * @param act gets its process, which leads a group of its own
 */
async function interrupt(body: string, act: (child: ChildProcess) => unknown): Promise<Ended> {
  const root = plant({ 'program.mts': HEAD + body, 'tmp/.keep': '' });
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, 'program.mts'], {
    ...{ cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    env: { ...process.env, TMPDIR: join(root, 'tmp') },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      said += part;
    });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, said, root })),
  );
  await vi.waitFor(() => expect(existsSync(join(root, 'ready')), said).toBe(true), 20_000);
  await act(child);
  return ended;
}

const ctrlC = ({ pid = 0 }: ChildProcess) => process.kill(-pid, 'SIGINT');
const files = ({ root }: Ended) =>
  readdirSync(root).filter((name) => !['program.mts', 'tmp', 'ready'].includes(name));
/** Whether the process that a file names is there and has not ended. */
const runs = (root: string, file: string) => isAlive(Number(readFileSync(join(root, file), 'utf8')));

describe('a signal where nothing is underway', () => {
  it.each([
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
  ] as const)('%s ends it and what it runs at once, with a line', async (signal) => {
    const ended = await interrupt(
      `await run(async () => {
        temporaryDirectory('test');
        await execaLong('sh', ['-c', 'echo $$ > pid; touch ready; exec sleep 60']);
        mark('more');
      });`,
      ({ pid = 0 }) => process.kill(pid, signal),
    );
    expect(ended).toMatchObject({
      ...{ code: null, signal },
      said: 'interrupted: nothing was changed. To go on: ./acme up.\n',
    });
    expect(files(ended)).toEqual(['pid']);
    expect(readdirSync(join(ended.root, 'tmp'))).toEqual(['.keep']);
    await vi.waitFor(() => expect(runs(ended.root, 'pid')).toBe(false), 5000);
  });

  it('is not one more where what ends well by it is told', async () => {
    const ended = await interrupt(
      `await run(async () => {
        const ending = untilSignal();
        mark('ready');
        await new Promise((resolve) => { ending.onabort = resolve; setTimeout(() => {}, 60_000).unref(); setInterval(() => ending.aborted && process.exit(0), 10); });
      });`,
      ctrlC,
    );
    expect(ended).toMatchObject({ code: 0, signal: null, said: '' });
  });
});

describe('a signal where something is underway', () => {
  it('is passed on to a program that has this one’s streams, where no terminal has told it', async () => {
    const ended = await interrupt(
      `await run(async () => {
        const { attachedProgram } = await import('${PROJECT}/lib/engine/attached.ts');
        await attachedProgram('sh', ['-c', 'trap "touch told; exit 0" INT; touch ready; while :; do sleep 0.1; done'], 'it has ended');
      });`,
      ({ pid = 0 }) => process.kill(pid, 'SIGINT'),
    );
    expect(ended).toMatchObject({
      signal: 'SIGINT',
      said: 'interrupted: it has ended. To go on: ./acme up.\n',
    });
    expect(files(ended)).toEqual(['told']);
  });

  it('is passed on once to the plugin that docker waits for, which tells it nothing', async () => {
    const plugin = `trap 'echo told >> told; exit 0' INT; touch ready; while :; do sleep 0.1; done`;
    const docker = `#!${process.execPath}
      process.on('SIGINT', () => {});
      require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(plugin)}]).on('close', process.exit);`;
    const ended = await interrupt(
      `await run(async () => {
        const { attachedProgram } = await import('${PROJECT}/lib/engine/attached.ts');
        writeFileSync('tmp/docker', ${JSON.stringify(docker)}, { mode: 0o755 });
        const env = { ...process.env, PATH: process.cwd() + '/tmp:' + process.env.PATH };
        await attachedProgram('docker', ['compose', 'up'], 'it has ended', env);
      });`,
      ({ pid = 0 }) => process.kill(pid, 'SIGINT'),
    );
    expect(ended).toMatchObject({ signal: 'SIGINT' });
    expect(readFileSync(join(ended.root, 'told'), 'utf8')).toBe('told\n');
  });

  const UNDO = `await run(() => underway({ state: 'acme is half up', instead: './acme down stops it' }, async () => {
    try {
      await execaLong('sh', ['-c', 'touch ready; exec sleep 60'], { reject: false });
      await execa('touch', ['more']);
    } finally {
      await settling(() => execa('sh', ['-c', UNDO]));
      AFTER
    }
  }));`;
  const undo = (script: string, after = '') =>
    UNDO.replace('UNDO', JSON.stringify(script)).replace('AFTER', after);

  it('has it undone, and nothing new begun', async () => {
    const ended = await interrupt(undo('touch undone'), ctrlC);
    expect(ended).toMatchObject({
      signal: 'SIGINT',
      said: 'interrupted: acme is half up. To go on: ./acme up; ./acme down stops it.\n',
    });
    expect(files(ended)).toEqual(['undone']);
  });

  it('has it undone once more where that fails: the engine was still ending what it had found running', async () => {
    const ended = await interrupt(
      `const { orGoBack } = await import('${PROJECT}/lib/deploy/go-back.ts');
      const go = () => execa('sh', ['-c', 'echo again >> returns; [ $(wc -l < returns) = 2 ]']);
      await run(() => underway({ state: 'acme is half up' }, () =>
        orGoBack(() => execaLong('sh', ['-c', 'touch ready; exec sleep 60']), { done: 'Release 1f0 runs again', go }),
      ));`,
      ctrlC,
    );
    expect(ended.said).toMatch(
      /^interrupted: release 1f0 runs again \(\d\.\d s\)\. To go on: \.\/acme up\.$/m,
    );
    expect(readFileSync(join(ended.root, 'returns'), 'utf8')).toBe('again\nagain\n');
  });

  it('says how things stand once it is undone, and while that takes long what for', async () => {
    const ended = await interrupt(undo('sleep 1', `leaves('acme is down again');`), ctrlC);
    expect(ended.said).toBe(
      'Interrupted: what has begun is brought to an end; again: at once.\ninterrupted: acme is down again. To go on: ./acme up.\n',
    );
  });

  it('is the same where it comes twice at once, and ends it at once where it comes again', async () => {
    const ended = await interrupt(undo('echo $$ > pid; exec sleep 60'), async (child) => {
      ctrlC(child);
      // as npx passes on what the terminal has told all of them
      child.kill('SIGINT');
      await sleep(1500);
      expect(child.signalCode).toBeNull();
      ctrlC(child);
    });
    expect(ended.signal).toBe('SIGINT');
    expect(ended.said.split('\n')[1]).toBe(
      'interrupted: acme is half up. To go on: ./acme up; ./acme down stops it.',
    );
    await vi.waitFor(() => expect(runs(ended.root, 'pid')).toBe(false), 5000);
  });

  it('lets what is short come to its end, also where a terminal tells all of it', async () => {
    const ended = await interrupt(
      `await run(() => underway({ state: 'it is half done' }, async () => {
        await execa('sh', ['-c', 'touch ready; sleep 0.3; touch whole']);
        mark('goes on');
        await execa('touch', ['more']);
      }));`,
      ctrlC,
    );
    expect(files(ended).sort()).toEqual(['goes on', 'whole']);
    expect(ended).toMatchObject({
      signal: 'SIGINT',
      said: 'interrupted: it is half done. To go on: ./acme up.\n',
    });
  });

  it('ends it all the same where what it does settles something, once that is done', async () => {
    const ended = await interrupt(
      `await run(() => underway({ state: 'it is being changed' }, () =>
        settling(async () => {
          await execaLong('sh', ['-c', 'touch ready; sleep 0.3; touch whole']);
          await execa('touch', ['noted']);
        })));
      mark('more');`,
      ctrlC,
    );
    expect(files(ended).sort()).toEqual(['noted', 'whole']);
    expect(ended).toMatchObject({
      signal: 'SIGINT',
      said: 'interrupted: what was begun is done. To go on: ./acme up.\n',
    });
  });

  it('is no error of what it has broken', async () => {
    const ended = await interrupt(
      `await run(() => underway({ state: 'it is half done' }, async () => {
        await execaLong('sh', ['-c', 'touch ready; exec sleep 60'], { reject: false });
        throw new TypeError('x is undefined');
      }));`,
      ctrlC,
    );
    expect(ended.said).toBe('interrupted: it is half done. To go on: ./acme up.\n');
  });
});
