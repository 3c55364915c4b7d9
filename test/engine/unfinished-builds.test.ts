import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lastStep, noteUnfinished, unfinishedBuilds } from '../../lib/engine/unfinished-builds.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from '../disk/tree.js';

/** What the classic builder of 20.10 says until it is ended in the third step. */
const build = (second: string) => `Sending build context to Docker daemon  3.072kB
Step 1/4 : FROM redis:7-alpine
 ---> f8ff0e7d4482
Step 2/4 : COPY text /text
${second}
Step 3/4 : RUN sleep 300
 ---> Running in 1234567890ab`;

const image = (id: string, more: object = {}) => ({
  Id: `sha256:${id}${'0'.repeat(52)}`,
  RepoTags: [],
  ...more,
});
const at = (time: number) => new Date(time).toISOString();

it('the last step of a build that has made an image is known by what the build says', () => {
  expect(lastStep(build(' ---> 0123456789ab'))).toEqual({ made: '0123456789ab' });
  expect(
    lastStep(
      build(
        ' ---> Running in abcdefabcdef\nRemoving intermediate container abcdefabcdef\n ---> 0123456789ab',
      ),
    ),
  ).toEqual({ made: '0123456789ab' });
  // the base is somebody else's, and what is remembered may be
  expect(lastStep(build(' ---> Using cache\n ---> 0123456789ab'))).toEqual({ after: '0123456789ab' });
  expect(lastStep(build(''))).toEqual({ after: 'f8ff0e7d4482' });
  const stage = 'Step 4/6 : FROM debian:12\n ---> bbbbbbbbbbbb\nStep 5/6 : COPY text /text';
  expect(lastStep(`${build(' ---> 0123456789ab')}\n ---> aaaaaaaaaaaa\n${stage}`)).toEqual({
    made: 'aaaaaaaaaaaa',
    after: 'bbbbbbbbbbbb',
  });
  expect(lastStep('#5 [2/4] COPY text /text\n#5 CANCELED')).toEqual({});
});

it('is noted once, beside the earlier ones', () => {
  const root = plant();
  const isUnfinished = (id: string, more = {}) => unfinishedBuilds(root, CONVENTIONS)(image(id, more));
  expect(isUnfinished('0123456789ab')).toBe(false);
  for (const id of ['0123456789ab', 'aaaaaaaaaaaa', '0123456789ab'])
    noteUnfinished(root, CONVENTIONS, build(` ---> ${id}`), 0);
  const file = join(root, CONVENTIONS.workDirectory, 'unfinished-builds.json');
  const { steps } = JSON.parse(readFileSync(file, 'utf8'));
  expect(steps).toEqual([{ image: 'aaaaaaaaaaaa' }, { image: '0123456789ab' }]);
  expect(isUnfinished('0123456789ab')).toBe(true);
  expect(isUnfinished('aaaaaaaaaaaa')).toBe(true);
  expect(isUnfinished('0123456789ab', { RepoTags: ['mine:1'] })).toBe(false);
  // what the engine made of it while the build was ended
  expect(isUnfinished('cccccccccccc', { Parent: image('aaaaaaaaaaaa').Id })).toBe(true);
});

it('a first step of which the build did not say so any more is known by what it is built on, and when', () => {
  const root = plant();
  const began = Date.now();
  noteUnfinished(root, CONVENTIONS, build(' ---> Using cache\n ---> 0123456789ab'), began);
  const isUnfinished = (Created: string, parent = '0123456789ab') =>
    unfinishedBuilds(root, CONVENTIONS)(image('cccccccccccc', { Parent: image(parent).Id, Created }));
  expect(isUnfinished(at(began))).toBe(true);
  // the engine hears of the end later
  expect(isUnfinished(at(Date.now() + 5000))).toBe(true);
  expect(isUnfinished(at(began - 1))).toBe(false);
  expect(isUnfinished(at(Date.now() + 11_000))).toBe(false);
  expect(isUnfinished(at(began), 'bbbbbbbbbbbb')).toBe(false);
  // what it is built on may be anybody's
  expect(unfinishedBuilds(root, CONVENTIONS)(image('0123456789ab', { Created: at(began) }))).toBe(false);
});

it('a note that is damaged is as good as none', () => {
  const root = plant();
  noteUnfinished(root, CONVENTIONS, build(' ---> 0123456789ab'), 0);
  writeFileSync(join(root, CONVENTIONS.workDirectory, 'unfinished-builds.json'), '{"steps": ["../x"]}');
  expect(unfinishedBuilds(root, CONVENTIONS)(image('0123456789ab'))).toBe(false);
});
