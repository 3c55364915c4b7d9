import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { onVolumes } from '../live/built-probes.js';
import { docker } from '../live/engine.js';
import { fault } from './fault.js';
import { World } from './world.js';

const MOMENTS = 20;
const PART = 2;
const PARTS = Array.from({ length: MOMENTS / PART }, (_, i) => i);

describe('a restore that is killed, by compose', () => {
  let world: World;
  /** Milliseconds that one takes by itself. */
  let whole: number;
  const call = (...words: readonly string[]) => [
    `OPSCONDUCTOR_BACKUP=${join(world.system.directory, 'backups')}`,
    ...['./opsconductor', ...words],
  ];
  // root of the service's own container has no capability to write there
  const onData = async (command: string) =>
    (await onVolumes(world.system.container('one', 'prod'), command)).trim();
  const write = (word: string) => onData(`echo ${word} > /data/word`);
  const volume = () =>
    docker('inspect', '--format', '{{(index .Mounts 0).Name}}', world.system.container('one', 'prod'));

  beforeAll(async () => {
    world = await World.make('compose', { name: 'oclfrestore', portOffset: 20_700 });
    await world.mustDeploy();
    await world.writeRows();
    await write('backup');
    await world.system.must('env', ...call('backup', 'init'));
    await world.system.must('env', ...call('backup'));
    const began = Date.now();
    await world.system.must('env', ...call('restore', '--yes'));
    whole = Date.now() - began;
  });
  afterAll(() => world?.remove());

  for (const part of PARTS)
    fault(
      'killed-restore',
      () => world,
      async ({ system }, say) => {
        let restored = 0;
        for (let i = part * PART; i < (part + 1) * PART; i++) {
          await write(`later-${i}`);
          const before = await volume();
          await world.killed('env', call('restore', '--yes'), (whole * (i + 0.5)) / MOMENTS);
          await world.mustDeploy();
          await world.healthy();
          const word = await onData('cat /data/word');
          // all of the data from before, or all of the backup
          expect(['backup', `later-${i}`]).toContain(word);
          expect(await onData('wc -l < /data/rows')).toBe('1000');
          const note = readFileSync(join(system.root, '.opsconductor/volumes.json'), 'utf8');
          expect(note).not.toContain('pending');
          expect(await system.volumes()).toContain(before);
          if (word === 'backup') restored++;
        }
        say({ times: PART, ...(restored > 0 ? { measured: `${restored} had gone over` } : {}) });
      },
      { engine: 'compose', part: `moments ${part * PART + 1} to ${(part + 1) * PART} of ${MOMENTS}` },
    );
});
