import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { unfinishedBuilds } from '../../lib/engine/unfinished-builds.js';
import { CONVENTIONS } from '../conventions.js';
import { writeSource } from '../live/built-probes.js';
import { docker, lines } from '../live/engine.js';
import type { Output } from '../live/harness.js';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { World } from './world.js';

const MOMENTS = 10;
/** Seconds within which what Ctrl-C has ended is gone, once what ran before runs again. */
const PATIENCE = 60;
/** A label by which what is built here is known, with each of its steps. */
const MARK = `test.oclfsigint=${process.pid}`;

/** A script that is interrupted. */
interface Script {
  /** What is done before each time. */
  readonly prepare?: (world: World, i: number) => unknown;
  /** What holds whenever it was interrupted. */
  readonly stands?: (world: World, said: string) => Promise<unknown>;
  /** What brings everything up again in the end. @default - a deploy */
  readonly after?: (world: World) => Promise<unknown>;
  /** Seconds that it takes by itself @default - measured */
  readonly whole?: number;
}

const startDev = ({ system }: World) => system.must('./scripts/dev-mode.sh', '--detach', '--replace');
const back = (world: World) => world.mustDeploy('--replace');
const edit = (world: World, i: number, step = 'true') => {
  writeSource(world.system, 'one', `well, interrupted ${i}`);
  const dockerfile = `FROM redis:7-alpine\nLABEL ${MARK}\nCOPY text /text\nRUN ${step}\n`;
  writeFileSync(join(world.system.root, 'one/Dockerfile'), dockerfile);
};
/** There is something to build, and prod runs, which an earlier time may have ended. */
const editOfProd = async (world: World, i: number) => {
  await back(world);
  edit(world, i);
};
/** So that there is time for Ctrl-C. */
const slowEdit = (world: World, i: number) => edit(world, i, `echo ${i}; sleep 4`);
/** Whatever was begun in its place: prod runs, or what runs is said. */
const prodRuns = async (world: World, said: string) =>
  /interrupted: (dev (runs|is started in part)|what was begun is done)/.test(said) || (await world.healthy());

const SCRIPTS = {
  compose: {
    'prod-mode.sh': { prepare: edit, stands: prodRuns },
    'prod-mode.sh --rebuild one': { prepare: slowEdit, stands: prodRuns },
    'prod-mode.sh --rollback': { stands: prodRuns },
    'stop-prod.sh': { prepare: (world) => world.mustDeploy() },
    'dev-mode.sh --detach --replace': { prepare: editOfProd, stands: prodRuns },
    'dev-mode.sh --replace': {
      prepare: (world, i) => i >= 0 && editOfProd(world, i),
      ...{ stands: prodRuns, whole: 20 },
    },
    'stop-dev.sh': { prepare: startDev },
    'watch.sh': { prepare: (world, i) => i < 0 && startDev(world), whole: 5 },
    'export.sh out': {},
    'status.sh prod': {},
    'verify.sh prod': {},
    'prune.sh': {},
    'diff.sh': {},
    'graph.sh': {},
    'validate-mounts.sh': {},
    'compose.sh prod ps': {},
    'lock-images.sh': {},
    'opsconductor restart': {},
    'opsconductor rebuild one': { stands: prodRuns },
    'opsconductor run one -- sleep 4': {},
    'opsconductor secrets rotate PROBE_PASSWORD': {},
    'opsconductor doctor': {},
    'opsconductor backup': {},
    'opsconductor backup verify': {},
    'opsconductor restore --yes': { stands: prodRuns },
    'clean.sh': { prepare: (world) => world.mustDeploy() },
  },
  terraform: {
    'cdktf.sh synth': {},
    'cdktf.sh diff prod': {},
    'cdktf.sh deploy prod --auto-approve': { prepare: edit },
  },
} as const satisfies Record<string, Record<string, Script>>;

describe.each(['compose', 'terraform'] as const)('scripts that are interrupted, by %s', (engine) => {
  let world: World;
  let more: NodeJS.ProcessEnv;
  const temporary = () => join(world.system.directory, 'tmp');

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfsigint', portOffset: 21_400 });
    mkdirSync(temporary());
    more = { TMPDIR: temporary(), OPSCONDUCTOR_BACKUP: join(world.system.directory, 'backups') };
    await world.mustDeploy();
    await world.writeRows();
    if (engine === 'terraform') return;
    await world.system.run('./opsconductor', ['backup', 'init'], more);
    await world.system.run('./opsconductor', ['backup'], more);
  });
  afterAll(async () => {
    if (!world) return;
    // what it knows of unfinished builds, and what nobody does
    if (engine === 'compose') await world.system.must('./scripts/prune.sh');
    const left = await marked();
    if (left.length > 0) await docker('image', 'rm', ...left);
    await world.remove();
    expect(left).toEqual([]);
  });

  /** Images without a name that were built here. */
  const marked = async () =>
    lines(await docker('images', '--quiet', '--filter', 'dangling=true', '--filter', `label=${MARK}`));

  /** What commands make for their own way, and nobody else looks for. */
  async function leavings(): Promise<string[]> {
    const { name } = world.system;
    const [containers, volumes] = await Promise.all([
      docker('ps', '--all', '--format', '{{.Names}}'),
      docker('volume', 'ls', '--format', '{{.Name}}'),
    ]);
    return [
      ...lines(containers).filter((each) => each.startsWith(name) && /-run-[0-9a-f]{8}$/.test(each)),
      ...lines(volumes).filter((each) => each.startsWith(name) && /\.verify-/.test(each)),
      ...(await stepsLeft()),
      ...readdirSync(temporary()).filter((each) => each.startsWith('twomode-')),
    ];
  }

  /** Images without a name that builds of this system have left, and that nobody knows of. */
  async function stepsLeft(): Promise<string[]> {
    const isNoted = unfinishedBuilds(world.system.root, CONVENTIONS);
    const left: string[] = [];
    for (const id of await marked()) {
      const image = JSON.parse(await docker('inspect', '--format', '{{json .}}', id));
      // one that a newer image has replaced is known by its label
      const owner = image.Config.Labels['io.opsconductor.system'];
      if (owner !== world.system.name && !isNoted(image)) left.push(id);
    }
    return left;
  }

  /**
   * One that has ended by Ctrl-C says so once, with how things stand.
   * @param silent seconds from its start on in which nothing of ours may have begun yet
   */
  function saysSo(
    script: string,
    { exitCode, stdout, stderr }: Output,
    seconds: number,
    silent: number,
  ): void {
    expect([130, 0, 1], `${script} after ${seconds} s:\n${stdout}\n${stderr}`).toContain(exitCode);
    if (exitCode !== 130 || (seconds < silent && stderr === '')) return;
    // it had ended by itself, and said how
    if (/^error: /m.test(stderr)) return;
    const said = stderr.split('\n').filter((line) => line.startsWith('interrupted: '));
    expect(said.length, `${script} after ${seconds} s says ${said}:\n${stdout}\n${stderr}`).toBe(1);
  }

  for (const [script, how] of Object.entries<Script>(SCRIPTS[engine])) {
    const {
      prepare = () => {},
      stands = () => {},
      after = engine === 'compose' ? back : () => world.deployAgain(),
      whole,
    } = how;
    fault(
      'interrupted',
      () => world,
      async ({ system }, say) => {
        const [name = '', ...words] = script.split(' ');
        const args = words.map((word) => (word === 'out' ? join(system.directory, word) : word));
        const called = name.endsWith('.sh') ? [`./scripts/${name}`, ...args] : [`./${name}`, ...args];
        const [program = '', ...rest] =
          name === 'clean.sh' ? ['bash', '-c', 'exec ./opsconductor clean <<< y'] : called;
        await prepare(world, -1);
        const timed = async (words: readonly string[]) => {
          const began = Date.now();
          await system.run(words[0] ?? '', words.slice(1), more);
          return (Date.now() - began) / 1000;
        };
        const silent = await timed(['./opsconductor', '--help']);
        const seconds = whole ?? (await timed([program, ...rest]));
        for (let i = 0; i < MOMENTS; i++) {
          await prepare(world, i);
          // it has the whole process group interrupted, as a terminal does
          const moment = (seconds * (i + 0.5)) / MOMENTS;
          const limit = ['--preserve-status', '--signal=INT', `--kill-after=${PATIENCE}`, moment.toFixed(2)];
          const output = await system.run('timeout', [...limit, program, ...rest], more);
          saysSo(script, output, moment, silent);
          // one that was faster than the signal has done what it does
          if (output.exitCode !== 0) await stands(world, output.stderr);
          expect(await leavings(), `${script} after ${moment} s:\n${output.stderr}`).toEqual([]);
        }
        await after(world);
        await world.healthy();
        say({ times: MOMENTS });
      },
      { engine, part: script },
    );
  }
});
