import { existsSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { file } from '../../lib/model/live-path.js';
import { readSettings } from '../../lib/synth/settings.js';
import { projectAt } from '../conventions.js';
import { defineProbes, writeSource } from './built-probes.js';
import { type Mode, type RunningProgram, TestSystem } from './harness.js';
import { SECOND_ENGINE_LACK, SecondEngine } from './second-engine.js';
import { eventually, watching } from './watching.js';

const BASE = readSettings(projectAt('.')).images['redis:7-alpine'] ?? 'redis:7-alpine';

describe.skipIf(SECOND_ENGINE_LACK)(
  `the watcher, when its engine is restarted (skipped: ${SECOND_ENGINE_LACK ?? 'no'})`,
  () => {
    let engine: SecondEngine;
    let system: TestSystem;
    let watcher: RunningProgram;

    /** The text that the service's program found when it was started. */
    const found = () =>
      engine.run('docker', 'exec', system.container('first', 'dev'), 'cat', '/tmp/found').then(String);

    beforeAll(async () => {
      engine = await SecondEngine.start();
      const load = `docker save ${BASE} | docker --host ${engine.host} load --quiet`;
      await execa('sh', ['-c', load]);
      system = await TestSystem.make({ name: 'oclengine', portOffset: 23_200 });
      defineProbes(system, {
        first: {
          image: { directory: 'first', dockerfile: 'Dockerfile', shared: false, live: [file('text')] },
          // what its image runs
          command: undefined,
        },
        second: {},
      });
      writeSource(system, 'first', 'one');
      writeFileSync(
        join(system.root, 'first/Dockerfile'),
        'FROM redis:7-alpine\nCOPY text /app/text\nCMD ["sh", "-c", "cp /app/text /tmp/found; exec sleep 86400"]\n',
      );
      watcher = await watching(system, [`DOCKER_HOST=${engine.host}`, './scripts/dev-mode.sh'], 'env');
    });
    afterAll(async () => {
      await watcher?.end();
      await engine?.stop();
      await system?.remove();
    });

    it('makes an edit take effect before', async () => {
      expect(await found()).toBe('one');
      writeFileSync(join(system.root, 'first/text'), 'two');
      await eventually(async () => expect(await found()).toBe('two'));
    });

    it('makes one take effect that came while there was no engine, and one that comes later', async () => {
      const restarted = engine.restart();
      writeFileSync(join(system.root, 'first/text'), 'three');
      await restarted;
      await eventually(async () => expect(await found()).toBe('three'));
      writeFileSync(join(system.root, 'first/text'), 'four');
      await eventually(async () => expect(await found()).toBe('four'));
    });

    /** The engine's word for a container: `running`, `exited` … */
    const state = (service: string, mode: Mode) =>
      engine.run('docker', 'inspect', '--format', '{{.State.Status}}', system.container(service, mode));

    it('has what ran run again when its engine was killed, and leaves down what a person stopped', async () => {
      await engine.run('docker', 'stop', system.container('second', 'dev'));
      await engine.crash();
      await eventually(async () => expect(await state('first', 'dev')).toBe('running'));
      expect(await state('second', 'dev')).toBe('exited');
      writeFileSync(join(system.root, 'first/text'), 'after');
      await eventually(async () => expect(await found()).toBe('after'));
    });

    it('goes on after its source root was away for five seconds, and says so', async () => {
      renameSync(system.root, `${system.root}.away`);
      await watcher.says(/ is not there; watching goes on when it is back\n/);
      await sleep(5000);
      renameSync(`${system.root}.away`, system.root);
      await watcher.says(/ is back\n/);
      writeFileSync(join(system.root, 'first/text'), 'five');
      await eventually(async () => expect(await found()).toBe('five'));
    });

    it('sees an edit of the same size under the time of the file before it', async () => {
      const path = join(system.root, 'first/text');
      const { atime, mtime } = statSync(path);
      writeFileSync(path, 'FIVE');
      utimesSync(path, atime, mtime);
      await eventually(async () => expect(await found()).toBe('FIVE'));
    });

    it('is followed by prod, which runs again by itself when its engine was killed, but for what a person stopped', async () => {
      await system.must('env', `DOCKER_HOST=${engine.host}`, './scripts/prod-mode.sh', '--replace');
      const guard = join(system.root, `.opsconductor/guard.${system.name}-clean`);
      // what it has not seen running it cannot miss
      await eventually(() => expect(existsSync(`${guard}.lock`)).toBe(true));
      await sleep(2000);
      await engine.run('docker', 'stop', system.container('second', 'prod'));
      // who is stopped within the moment before a crash cannot be told from what ran
      await sleep(1000);
      await engine.crash();
      await eventually(async () => expect(await state('first', 'prod')).toBe('running'));
      expect(await state('second', 'prod')).toBe('exited');
      // newer engines may start by themselves what ran when they were killed
      const version = await engine.run('docker', 'version', '--format', '{{.Server.Version}}');
      if (Number.parseInt(String(version), 10) > 20 && !existsSync(`${guard}.log`)) return;
      expect(readFileSync(`${guard}.log`, 'utf8')).toMatch(
        /^\S+Z oclengine-first-clean ran when the engine was lost: started\n$/,
      );
    });
  },
);
