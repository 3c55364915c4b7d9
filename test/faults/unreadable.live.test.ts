import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { fault } from './fault.js';
import { World } from './world.js';

/** Nobody, who may use Docker. */
const USER = 65_534;
const SOCKET = '/var/run/docker.sock';

// root can read everything: a user is made of it
describe.skipIf(process.getuid?.() !== 0 || !existsSync(SOCKET))('a source tree that is closed', () => {
  const engine = 'compose';
  let world: World;
  const home = () => join(world.system.directory, 'home');

  beforeAll(async () => {
    world = await World.make(engine, { name: 'oclfclosed', portOffset: 20_600 });
    await world.mustDeploy();
    await world.writeRows();
    mkdirSync(join(home(), 'bin'), { recursive: true });
    const config = join(homedir(), '.config/twomode');
    // what --setup noted of this machine, and not the engine of another Debian that lies there too
    const isNote = (path: string) => path === config || path.endsWith('.json');
    if (existsSync(config))
      cpSync(config, join(home(), '.config/twomode'), { recursive: true, filter: isNote });
    copyFileSync(process.execPath, join(home(), 'bin/node'));
    await execa('chown', ['--recursive', String(USER), world.system.directory]);
  });
  afterAll(() => world?.remove());

  /** A deploy as that user. */
  const deploy = () => {
    const as = [`--reuid=${USER}`, `--regid=${statSync(SOCKET).gid}`, '--clear-groups'];
    const environment = [`HOME=${home()}`, `PATH=${join(home(), 'bin')}:/usr/local/bin:/usr/bin:/bin`];
    return world.system.run('setpriv', [...as, 'env', ...environment, './scripts/prod-mode.sh']);
  };

  fault(
    'unreadable',
    () => world,
    async ({ system }, say) => {
      writeSource(system, 'one', 'well, and readable');
      const { exitCode, stdout, stderr } = await deploy();
      expect(exitCode, stdout + stderr).toBe(0);
      const before = await world.ids();
      const closed = ['one/text', 'one/Dockerfile', 'one'];
      for (const path of closed) {
        const file = join(system.root, path);
        const { mode } = statSync(file);
        chmodSync(file, 0);
        const { exitCode, stdout, stderr } = await deploy();
        chmodSync(file, mode);
        expect(exitCode, stdout + stderr).toBe(1);
        expect(stderr).toMatch(new RegExp(`^(error: )?.*\\b${path}\\b`, 'm'));
        expect(await world.ids()).toEqual(before);
      }
      say({ times: closed.length });
    },
    { engine },
  );
});
