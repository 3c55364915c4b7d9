import { execa } from 'execa';
import { answered } from '../fixtures/answers.js';
import { type Action, composeVariant } from '../fixtures/compose-variants.js';
import { type Edited, fileOf, nodeEdited, pythonEdited, rest } from '../fixtures/edited.js';
import { type SaveHow, saveRevision } from '../fixtures/save.js';
import type { Goal, Row, Sample, Sides, Workshop } from '../harness/row.js';

const FAST: readonly Goal[] = [
  { of: 'seconds', atMost: 0.35 },
  { of: 'seconds', at: '95th percentile', atMost: 0.5 },
];

const WATCH = '`docker compose watch`, restart';
/** What Tilt calls a live update, too. */
const SYNC = '`docker compose watch`, sync+restart';
const BARE = '`docker restart` right after the save: nothing watches, nothing is decided';

/** From a save to the answer with its revision. */
export const editRows: readonly Row[] = [
  edit('edit-python', 'a Python file, saved in place', WATCH, FAST, pythonEdited, byCompose('restart')),
  edit('edit-python-sync', 'the same', SYNC, FAST, pythonEdited, byCompose('sync+restart')),
  edit('edit-python-bare', 'the same', BARE, FAST, pythonEdited, bareRestart),
  edit(
    'edit-node',
    'a file of a Node service, saved in place',
    WATCH,
    FAST,
    nodeEdited,
    byCompose('restart'),
  ),
  edit(
    'edit-python-rename',
    'a Python file that is mounted on its own, saved by rename',
    WATCH,
    [{ of: 'seconds', atMost: 0.6 }],
    pythonEdited,
    byCompose('restart'),
    'by rename',
  ),
];

/** A way of making edits take effect, begun. */
interface Begun {
  /** What somebody does after a save. @default - nothing */
  readonly afterSave?: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
}

type Way = (edited: Edited, directory: string) => Promise<Begun>;

function edit(
  id: string,
  what: string,
  against: string,
  goals: readonly Goal[],
  make: (workshop: Workshop) => Promise<Edited>,
  theirs: Way,
  how: SaveHow = 'in place',
): Row {
  return {
    id,
    what: `from a save to the answer: ${what}`,
    against,
    goals,
    needs: ['engine'],
    prepare: (workshop) => sides(workshop, make, theirs, how),
  };
}

async function sides(
  workshop: Workshop,
  make: (workshop: Workshop) => Promise<Edited>,
  theirs: Way,
  how: SaveHow,
): Promise<Sides> {
  const edited = await make(workshop);
  const directory = workshop.directory();
  await edited.start();
  let revision = 0;
  const once = async (way: Way): Promise<Sample> => {
    const begun = await way(edited, directory);
    try {
      await rest();
      const wanted = `r${++revision}`;
      const saved = performance.now();
      saveRevision(fileOf(edited), wanted, how);
      const answer = answered(edited.port, (about) => Object.values(about).includes(wanted));
      await begun.afterSave?.();
      return { seconds: ((await answer) - saved) / 1000 };
    } finally {
      await begun.end();
    }
  };
  return {
    ours: () => once(ours),
    theirs: () => once(theirs),
    // that it has the new revision is what the clock waits for
    holds: () => {},
    end: () => edited.stop(),
  };
}

const ours: Way = async (edited, directory) => {
  // in the state that our start leaves: the others have replaced the container
  await upAgain(composeVariant(edited, 'restart', directory), edited.service);
  return { end: await edited.watch() };
};

function byCompose(action: Action): Way {
  return async (edited, directory) => {
    const variant = composeVariant(edited, action, directory);
    await upAgain(variant, edited.service);
    const watcher = execa('docker', [...variant, 'watch', '--no-up', edited.service], {
      reject: false,
      all: true,
    });
    await new Promise<void>((resolve, reject) => {
      watcher.all.on('data', (part) => {
        if (`${part}`.includes('Watch enabled')) resolve();
      });
      watcher.then(({ all }) => reject(new Error(`docker compose watch has ended:\n${all}`)));
    });
    return {
      end: () => {
        watcher.kill('SIGINT');
        return watcher;
      },
    };
  };
}

async function bareRestart(edited: Edited, directory: string): Promise<Begun> {
  await upAgain(composeVariant(edited, 'restart', directory), edited.service);
  return { afterSave: () => execa('docker', ['restart', edited.container]), end: async () => {} };
}

async function upAgain(variant: readonly string[], service: string): Promise<void> {
  await execa('docker', [...variant, 'up', '--detach', '--wait', '--no-deps', '--no-build', service]);
}
