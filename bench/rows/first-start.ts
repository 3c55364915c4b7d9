import { covered, NOTED, noteTimes, readNoted } from '../fixtures/timed-programs.js';
import { timed } from '../harness/processes.js';
import type { Row, Sample } from '../harness/row.js';

/** The first start of all, on a machine of its own each time. */
export const firstStartRows: readonly Row[] = [
  {
    id: 'first-start',
    what: '`dev-mode.sh --setup` on a fresh Debian with git, curl, Node and npm, nothing cached',
    against:
      'the time in it in which something is downloaded or compiled: apt-get, npm, pip, go, docker build',
    goals: [{ of: 'seconds', atMost: 1.3 }],
    needs: ['fresh machine'],
    warmUp: 0,
    prepare: async () => {
      // asks the machine what it has as soon as it is loaded
      const { FreshMachine } = await import('../../test/live/fresh-machine.js');
      let isWhole = false;
      const start = async (): Promise<{ ours: Sample; theirs: Sample }> => {
        const machine = await FreshMachine.make('bookworm', ['nodejs', 'npm']);
        try {
          await machine.types(noteTimes());
          const ours = await timed(async () => {
            const { exitCode, all } = await machine.types('./scripts/dev-mode.sh --setup --detach');
            if (exitCode !== 0) throw new Error(`the start ended with ${exitCode}:\n${all.slice(-2000)}`);
          });
          isWhole = (await machine.types('./scripts/status.sh')).exitCode === 0;
          const noted = readNoted((await machine.types(NOTED)).all);
          return { ours, theirs: { seconds: covered(noted) } };
        } finally {
          await machine.remove();
        }
      };
      // both sides are of one start, whoever is asked first
      let last: Partial<Awaited<ReturnType<typeof start>>> = {};
      const take = async (side: 'ours' | 'theirs'): Promise<Sample> => {
        if (!last[side]) last = await start();
        const sample = last[side] ?? {};
        delete last[side];
        return sample;
      };
      return {
        ours: () => take('ours'),
        theirs: () => take('theirs'),
        holds: () => {
          if (!isWhole) throw new Error('not every service is right after the start');
        },
      };
    },
  },
];
