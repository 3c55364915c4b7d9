import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shop } from '../../examples/shop/constructs/shop.js';
import { takeInstance } from '../../lib/deploy/take-instance.js';
import { noteStart } from '../../lib/disk/start-note.js';
import { portsIn } from '../../lib/engine/ports-taken.js';
import { UserError } from '../../lib/model/user-error.js';
import { readInstances } from '../../lib/synth/instances.js';
import { readSettings } from '../../lib/synth/settings.js';
import { TYPESCRIPT } from '../cli/project-copy.js';
import { projectAt } from '../conventions.js';
import { addWorktree, git, repository } from '../disk/worktrees.js';
import { exampleApp } from '../system.js';

const PROGRAM = join(import.meta.dirname, 'take-program.ts');
const TREE = { 'cdktf.json': '{"context": {"sourceRoot": "src"}}', 'src/README.md': '' };

let top: string;
let config: string;
beforeEach(() => {
  top = repository(TREE);
  config = join(top, 'config');
  vi.stubEnv('XDG_CONFIG_HOME', config);
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere.sock');
});
afterEach(() => vi.unstubAllEnvs());

const taken = async (directory: string) => {
  const said = await takeInstance(projectAt(directory));
  const { name, portOffset } = readSettings(projectAt(directory));
  return { said, name, portOffset };
};

describe('the copy of a worktree', () => {
  it('is called after it, and keeps its name and its ports, also when it is moved', async () => {
    const tree = addWorktree(top, 'feature');
    const { said, name, portOffset } = await taken(tree);
    expect(said).toBe(`This git worktree is a copy of its own: opsconductor-feature, ports + ${portOffset}.`);
    expect(name).toBe('opsconductor-feature');
    expect(await taken(tree)).toEqual({ said: undefined, name, portOffset });
    git(join(top, 'main'), 'worktree', 'move', tree, join(top, 'moved'));
    expect(await taken(join(top, 'moved'))).toEqual({ said: undefined, name, portOffset });
    expect(readInstances()).toMatchObject([
      { worktree: join(top, 'moved'), sourceRoot: join(top, 'moved/src') },
    ]);
  });

  it('is none in the main checkout, and none where a name is set', async () => {
    expect(await taken(join(top, 'main'))).toEqual({ said: undefined, name: 'opsconductor', portOffset: 0 });
    vi.stubEnv('OPSCONDUCTOR_NAME', 'second');
    expect(await taken(addWorktree(top, 'feature'))).toEqual({
      said: undefined,
      name: 'second',
      portOffset: 0,
    });
    expect(readInstances()).toEqual([]);
  });

  it('has the ports that somebody sets', async () => {
    vi.stubEnv('OPSCONDUCTOR_PORT_OFFSET', '7000');
    const { name, portOffset } = await taken(addWorktree(top, 'feature'));
    expect({ name, portOffset }).toEqual({ name: 'opsconductor-feature', portOffset: 7000 });
  });

  it('has another name where one of the same directory’s name has it, and before its first start', async () => {
    const one = addWorktree(top, 'feature');
    mkdirSync(join(top, 'other'));
    git(join(top, 'main'), 'worktree', 'add', '--quiet', '--detach', join(top, 'other/feature'));
    const before = readSettings(projectAt(one));
    expect(before.name).toMatch(/^opsconductor-feature-[0-9a-f]{6}$/);
    expect((await taken(one)).name).toBe('opsconductor-feature');
    expect((await taken(join(top, 'other/feature'))).name).toMatch(/^opsconductor-feature-[0-9a-f]{6}$/);
  });

  it('has its name and ports again when the note of all copies is lost', async () => {
    const [one, two] = [addWorktree(top, 'one'), addWorktree(top, 'two')];
    await taken(one);
    const { name, portOffset } = await taken(two);
    const settings = readSettings(projectAt(two));
    noteStart(settings.sourceRoot, { ...exampleApp().dev, name }, 'compose', settings);
    rmSync(config, { recursive: true });
    expect(readSettings(projectAt(two)).name).toBe(name);
    expect(await taken(two)).toMatchObject({ name, portOffset });
  });

  it('is one of each system that is described there, with ports that the other does not have', async () => {
    const tree = addWorktree(top, 'feature');
    await taken(tree);
    await takeInstance({ directory: tree, system: shop });
    const [one, two] = readInstances();
    expect([one?.name, two?.name]).toEqual(['opsconductor-feature', 'shop-feature']);
    expect(one?.ports.filter((port) => two?.ports.includes(port))).toEqual([]);
  });

  it('gets no port on which somebody listens', async () => {
    const server = await new Promise<Server>((resolve) => {
      const it = createServer().listen(13_000, '127.0.0.1', () => resolve(it));
      it.on('error', () => resolve(it));
    });
    const { portOffset } = await taken(addWorktree(top, 'feature'));
    server.close();
    expect(readInstances()[0]?.ports).toContain(3000 + portOffset);
    expect(portOffset).not.toBe(10_000);
  });

  it.each([
    ['instances.json', 'instances.json is damaged'],
    ['a directory', 'EISDIR'],
  ])('is refused in one line where %s cannot be read, which the main checkout never does', async (what, says) => {
    const tree = addWorktree(top, 'feature');
    const file = join(config, 'twomode/instances.json');
    mkdirSync(what === 'a directory' ? file : join(config, 'twomode'), { recursive: true });
    if (what !== 'a directory') writeFileSync(file, '{"version": 1, "instances": 3}');
    await expect(taken(tree)).rejects.toThrow(says);
    expect((await taken(join(top, 'main'))).name).toBe('opsconductor');
    if (what !== 'a directory') await expect(taken(tree)).rejects.toBeInstanceOf(UserError);
  });
});

it('of many that start at one moment, also twice in one worktree, each has its own', async () => {
  const trees = ['a', 'b', 'c', 'd', 'e'].map((name) => addWorktree(top, name));
  // what a process has left that was killed in between
  const ended = execa('true');
  await ended;
  mkdirSync(join(config, 'twomode'), { recursive: true });
  writeFileSync(join(config, 'twomode/instances.lock'), `${ended.pid} 12345`);
  const all = await Promise.all(
    [...trees, ...trees].map(async (tree) => {
      const { stdout } = await execa(process.execPath, ['--import', TYPESCRIPT, PROGRAM, tree]);
      return JSON.parse(stdout) as { readonly name: string; readonly portOffset: number };
    }),
  );
  const [first, second] = [all.slice(0, 5), all.slice(5)];
  expect(first).toEqual(second);
  expect(new Set(first.map(({ name }) => name)).size).toBe(5);
  const ports = readInstances().flatMap((copy) => copy.ports);
  expect(ports.length).toBeGreaterThan(5);
  expect(new Set(ports).size).toBe(ports.length);
  expect(JSON.parse(readFileSync(join(config, 'twomode/instances.json'), 'utf8'))).toMatchObject({
    version: 1,
  });
});

it('what an engine publishes is read from its list', () => {
  const listed =
    '0.0.0.0:8000-8002->8000-8002/tcp, :::8000-8002->8000-8002/tcp, 9000/tcp\n127.0.0.1:53->53/udp\n\n';
  expect([...portsIn(listed)].sort((a, b) => a - b)).toEqual([53, 8000, 8001, 8002]);
});
