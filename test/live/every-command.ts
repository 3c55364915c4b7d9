import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { expectAgents } from './agents.js';
import { expectDailyWork } from './daily.js';
import type { Mode, Output } from './harness.js';

/** A system that runs, and what it is asked by its own executable. */
export interface Subject {
  readonly program: string;
  readonly mode: Mode;
  readonly engine: 'compose' | 'terraform';
  /** One that any command may be tried on, and its container. */
  readonly service: string;
  readonly container: string;
  /** One whose image is built here. */
  readonly built: string;
  /** Of its mode; in a log by now. */
  readonly secret: string;
  /** A directory that is nobody's. */
  readonly scratch: string;
  /** Words that are no command of every system's. */
  readonly run: (program: string, args: readonly string[], more?: NodeJS.ProcessEnv) => Promise<Output>;
}

/** What is called elsewhere, and why not here. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  dev: 'it starts the subject',
  prod: 'it starts the subject',
  'stop-dev': 'it ends the subject',
  'stop-prod': 'it ends the subject',
  watch: 'live/watch.live: it is for dev alone, whoever started that',
  'lock-images': 'live/lock.live: it needs a registry',
  new: 'docs/services: it changes the sources, and nothing that runs',
  help: 'cli/help',
  ui: 'a live file of its own',
  instances: 'a live file of its own',
};

/** Calls every command on a system that runs, whichever engine made it. @returns their words */
export async function callEvery(of: Subject): Promise<ReadonlySet<string>> {
  const { program, mode, service, built, scratch } = of;
  const called = new Set<string>();
  const call = async (words: readonly string[], code = 0): Promise<string> => {
    called.add(words[0] ?? '');
    const { exitCode, stdout, stderr } = await of.run(program, words, {
      ...backups(scratch),
    });
    expect(exitCode, `${words.join(' ')}\n${stdout}\n${stderr}`.slice(-4000)).toBe(code);
    return stdout;
  };
  const json = async (...words: readonly string[]) => JSON.parse(await call([...words, '--json']));

  expect(await json('status', mode)).toMatchObject({ right: true, modes: [{ mode }] });
  expect(await json('verify', mode)).toMatchObject({ proven: true });
  expect(await json('validate')).toMatchObject({ counts: { error: 0 } });
  expect(await json('diff', '--running', mode)).toMatchObject({ services: [] });
  expect(await call(['graph', mode])).toContain(built);
  await call(['synth']);
  expect(await json('doctor')).toMatchObject({ right: true });
  expect(await json('prune', '--dry-run')).toMatchObject({ removed: false });
  expect((await json('clean', '--dry-run')).containers).toContain(of.container);
  expect(await call(['completion', 'bash'])).toContain(service);
  expect(await call(['setup'])).not.toContain('error');
  expect(await call(['compose', mode, 'config', '--services'])).toContain(service);
  await expectDailyWork(of, program, service, of.container);
  for (const word of ['logs', 'restart', 'run', 'shell']) called.add(word);
  await expectAgents(of, program, of);
  called.add('mcp');

  await call(['backup', 'init']);
  await call(['backup']);
  expect((await json('backup', 'list')).backups).toHaveLength(1);
  expect(await call(['backup', 'verify'])).toContain('is proven');
  expect(await call(['backup', 'schedule'])).toContain('OnCalendar=');
  expect(await call(['restore', '--yes'])).toContain('docker volume rm ');
  expect(await json('status', mode)).toMatchObject({ right: true });

  await call(['rebuild', built]);
  expect(await json('status', mode)).toMatchObject({ right: true });
  const target = join(scratch, 'export');
  await call(['export', target]);
  await rm(target, { recursive: true });
  return called;
}

function backups(scratch: string): NodeJS.ProcessEnv {
  // a provider of a local mirror cannot be locked for other machines
  return {
    OPSCONDUCTOR_BACKUP: join(scratch, 'backups'),
    SHOP_BACKUP: join(scratch, 'backups'),
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
  };
}
