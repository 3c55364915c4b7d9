import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { editsFile } from '../../lib/model/deployment.js';
import { EditLog, KEPT_EDITS, lastEdits } from '../../lib/watch/edit-log.js';
import { editTeller } from '../../lib/watch/edit-teller.js';
import { named } from '../conventions.js';

let system: ReturnType<typeof named> & { readonly sourceRoot: string };
let file: string;
beforeEach(() => {
  system = { ...named('acme'), sourceRoot: mkdtempSync(join(tmpdir(), 'octest-edits-')) };
  file = join(system.sourceRoot, editsFile(system));
  mkdirSync(dirname(file), { recursive: true });
});
afterEach(() => rmSync(system.sourceRoot, { recursive: true }));

const edit = (i: number) => ({ time: new Date(i).toISOString(), paths: [`api/${i}.py`], done: `edit ${i}` });

it('of a day of edits the file has the last ones, whoever watched', () => {
  let log = new EditLog(system);
  for (let i = 0; i < 10_000; i++) {
    if (i % 3000 === 0) log = new EditLog(system);
    log.add(edit(i));
    if (i % 500 === 0)
      expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(2 * KEPT_EDITS);
  }
  const edits = lastEdits(system);
  expect(edits).toHaveLength(KEPT_EDITS);
  expect(edits.slice(0, 2)).toEqual([edit(9999), edit(9998)]);
  expect(statSync(file).mode & 0o077).toBe(0);
});

it('a line that was not written to its end is not an edit, and a branch switch is not all its paths', () => {
  const log = new EditLog(system);
  log.add({ ...edit(1), paths: [...Array(1000).keys()].map(String) });
  appendFileSync(file, '{"time":"2030');
  expect(lastEdits(system).map(({ done, paths }) => [done, paths.length])).toEqual([['edit 1', 20]]);
});

it('where nothing can be written, no edit waits for it', () => {
  rmSync(dirname(file), { recursive: true });
  new EditLog(system).add(edit(1));
  expect(lastEdits(system)).toEqual([]);
});

it('an edit is said and noted in the same words, with how long it took', () => {
  const said: string[] = [];
  const log = new EditLog(system);
  const tell = editTeller(
    (line) => said.push(line),
    (each) => log.add(each),
  );
  tell(['b.py', 'a', 'a/x.py'], 'api restarted, healthy in 0.6 s', 0.6412);
  expect(said).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d a\/x\.py and 1 more → api restarted, healthy in 0\.6 s$/),
  ]);
  expect(lastEdits(system)).toEqual([
    {
      time: expect.any(String),
      paths: ['a/x.py', 'b.py'],
      done: 'api restarted, healthy in 0.6 s',
      seconds: 0.6,
    },
  ]);
});
