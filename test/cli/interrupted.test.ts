import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { beforeAll, expect, it, vi } from 'vitest';
import { addCommands } from '../../cli/command-line.js';
import { imageName } from '../../lib/model/image.js';
import type { Mode } from '../../lib/model/mode.js';
import { describe } from '../../lib/synth/description.js';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';
import { plant } from '../disk/tree.js';
import { type FakeContainer, fakeDocker } from './fake-docker.js';
import { copyProject, PROJECT, TYPESCRIPT } from './project-copy.js';

interface Call {
  /** After the command. @default - nothing */
  readonly words?: string;
  /** The mode that runs. @default - none */
  readonly runs?: Mode;
  /** What docker, or restic, is called with when the signal comes. @default - it comes as soon as one is heeded */
  readonly at?: string;
  /** Whether that call is let finish. @default false */
  readonly isShort?: boolean;
  /** What the engine lacks. */
  readonly engine?: 'empty';
  /** What is typed. */
  readonly answers?: string;
  /** How things stand then. @default - as before */
  readonly state?: string;
  /** What else can be done than to go on. */
  readonly instead?: string;
}

const LOOK = 'inspect|^ps|^version|^stats|^info';
const RESTIC = '^(snapshots|cat|check|backup|dump|init)';

/** Each command of the program, and where a signal finds it. */
const CALLS: Readonly<Record<string, Call>> = {
  dev: {
    ...{ words: '--detach', at: ' up .*--remove-orphans', state: 'dev is started in part' },
    instead: './scripts/stop-dev.sh stops it',
  },
  prod: { engine: 'empty', at: '^build', state: 'nothing that runs was touched' },
  'stop-dev': {
    ...{ runs: 'dev', at: ' down', state: 'dev is stopped in part' },
    instead: './scripts/dev-mode.sh starts it again',
  },
  'stop-prod': {
    ...{ runs: 'prod', at: ' down', state: 'prod is stopped in part' },
    instead: './scripts/prod-mode.sh starts it again',
  },
  setup: { at: 'compose version', state: 'what was installed by then stays' },
  // of what the start of dev has written above
  compose: { words: 'dev logs -f', runs: 'dev', at: 'logs', state: 'docker compose has ended' },
  prepare: { words: 'nowhere.json 1', at: LOOK },
  cdktf: { words: 'deploy dev', at: LOOK },
  watch: { runs: 'dev', at: LOOK },
  status: { runs: 'dev', at: LOOK },
  verify: { words: 'dev', runs: 'dev', at: LOOK },
  validate: {},
  logs: { runs: 'dev', at: '^logs' },
  restart: {
    ...{ words: 'redis', runs: 'dev', at: '^restart', isShort: true },
    state: 'of 1 service these were restarted: redis',
  },
  shell: { words: 'redis', runs: 'dev', at: '^exec --interactive', state: 'the shell has ended' },
  run: {
    ...{ words: 'redis -- ls', runs: 'dev', at: '^start --attach' },
    state: 'the program is ended, and its container is gone',
  },
  doctor: { at: LOOK },
  completion: { words: 'bash' },
  rebuild: { words: 'frontend', runs: 'dev', at: '^build', state: 'nothing that runs was touched' },
  clean: { runs: 'dev', answers: 'y\n', at: '^stop', isShort: true, state: 'it is removed in part' },
  backup: { words: 'list', at: RESTIC },
  restore: { runs: 'dev', at: RESTIC },
  instances: { at: LOOK },
  secrets: { words: 'check' },
  synth: {},
  prune: { at: LOOK },
  export: {
    ...{ words: 'TARGET', at: '^save' },
    state: 'nothing was exported; an earlier export is as it was',
  },
  'lock-images': { at: '^pull' },
  spec: {},
  diff: { words: '--running dev', runs: 'dev', at: LOOK },
  graph: {},
  mcp: {},
  ui: {},
  // it waits for nothing before it has written
  new: {
    ...{ words: 'service billing', state: 'the service is written, and what is derived from it is not' },
    instead: '.*',
  },
};

let copy: string;
let containers: Readonly<Record<Mode, readonly FakeContainer[]>>;
beforeAll(() => {
  copy = copyProject();
  symlinkSync(join(PROJECT, 'images'), join(copy, 'images'));
  const { systems } = describe(readSettings(projectAt(copy), { XDG_CONFIG_HOME: join(copy, 'home') }));
  const of = (mode: Mode): FakeContainer[] =>
    systems[mode].services.map(({ name, container, image }) => ({
      ...{ name: container, mode, service: name, image: imageName(image) },
    }));
  containers = { dev: of('dev'), prod: of('prod') };
}, 120_000);

it('each command of the program is among them', () => {
  const program = new Command().enablePositionalOptions();
  addCommands(program, projectAt(PROJECT));
  expect(Object.keys(CALLS).sort()).toEqual(program.commands.map((command) => command.name()).sort());
});

/** Loaded by Node before all: says Ctrl-C to itself as soon as that is heeded. */
const FIRST = `const look = setInterval(() => {
  if (process.listenerCount('SIGINT') === 0) return;
  clearInterval(look);
  process.kill(process.pid, 'SIGINT');
}, 0);`;

/** Whether a process is there that has not ended. */
function runs(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

const ended = (child: ChildProcess) =>
  new Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...how) => resolve(how)),
  );

it.each(
  Object.entries(CALLS),
)('Ctrl-C in %s ends it with a line, and all that it runs', async (command, use) => {
  const { words = '', at, isShort = false, answers } = use;
  const PATH = fakeDocker(use.runs ? containers[use.runs] : [], ...(use.engine ? [use.engine] : []));
  const [bin = ''] = PATH.split(':');
  const tmp = plant({ 'first.mjs': FIRST });
  if (at !== undefined) writeFileSync(join(bin, isShort ? 'slow' : 'hang'), at);
  const restic = `#!/bin/sh\n[ "$1" != version ] || exit 0\necho $$ > ${bin}/begun\nexec sleep 300\n`;
  writeFileSync(join(bin, 'restic'), restic);
  chmodSync(join(bin, 'restic'), 0o755);
  const args = words
    .replace('TARGET', join(tmp, 'new'))
    .split(' ')
    .filter((word) => word !== '');
  const first = at === undefined ? ['--import', join(tmp, 'first.mjs')] : [];
  const child = spawn(
    process.execPath,
    ['--import', TYPESCRIPT, ...first, join(copy, 'cli/index.ts'), command, ...args],
    {
      ...{ cwd: copy, detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
      env: {
        ...{ PATH, HOME: join(copy, 'home'), XDG_CONFIG_HOME: join(copy, 'home'), TMPDIR: tmp },
        ...{ OPSCONDUCTOR_PORT_OFFSET: '12345', OPSCONDUCTOR_HEAL: '0' },
        ...{
          OPSCONDUCTOR_BACKUP: join(tmp, 'backups'),
          RESTIC_PASSWORD_FILE: join(copy, 'package.json'),
        },
      },
    },
  );
  if (answers !== undefined) child.stdin?.write(answers);
  let out = '';
  let said = '';
  child.stdout?.on('data', (part) => {
    out += part;
  });
  child.stderr?.on('data', (part) => {
    said += part;
  });
  const end = ended(child);
  if (at !== undefined) {
    while (!existsSync(join(bin, 'begun'))) {
      expect(child.exitCode, `${out}${said}`).toBeNull();
      await sleep(20);
    }
    process.kill(-(child.pid ?? 0), 'SIGINT');
  }
  expect(await end, `${out}${said}`).toEqual([null, 'SIGINT']);
  const lines = said.split('\n').filter((line) => /interrupted/i.test(line));
  const { state = 'nothing was changed', instead } = use;
  expect(lines.at(-1)).toMatch(
    new RegExp(`^interrupted: ${state}\\.( To go on: [^;]*?${instead ? `; ${instead}` : ''}\\.)?$`),
  );
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(said).not.toMatch(/^\s+at .+:\d+:\d+\)?$|node:internal/m);
  const begun = at === undefined ? '' : readFileSync(join(bin, 'begun'), 'utf8');
  const left = begun.split('\n').filter((pid) => pid !== '');
  await vi.waitFor(() => expect(left.filter(runs)).toEqual([]), 5000);
  expect(readdirSync(tmp).filter((name) => !['first.mjs', 'node-compile-cache'].includes(name))).toEqual([]);
});
