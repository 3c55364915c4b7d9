import { writeFileSync } from 'node:fs';
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

it('the last step of a build that has made an image is known by what the build says', () => {
  expect(lastStep(build(' ---> 0123456789ab'))).toBe('0123456789ab');
  expect(
    lastStep(
      build(
        ' ---> Running in abcdefabcdef\nRemoving intermediate container abcdefabcdef\n ---> 0123456789ab',
      ),
    ),
  ).toBe('0123456789ab');
  // the base is somebody else's, and what is remembered may be
  expect(lastStep(build(' ---> Using cache\n ---> 0123456789ab'))).toBeUndefined();
  expect(lastStep('#5 [2/4] COPY text /text\n#5 CANCELED')).toBeUndefined();
});

it('is noted once, beside the earlier ones', () => {
  const root = plant();
  expect([...unfinishedBuilds(root, CONVENTIONS)]).toEqual([]);
  for (const id of ['0123456789ab', 'aaaaaaaaaaaa', '0123456789ab'])
    noteUnfinished(root, CONVENTIONS, build(` ---> ${id}`));
  expect([...unfinishedBuilds(root, CONVENTIONS)]).toEqual(['aaaaaaaaaaaa', '0123456789ab']);
});

it('a note that is damaged is as good as none', () => {
  const root = plant();
  noteUnfinished(root, CONVENTIONS, build(' ---> 0123456789ab'));
  writeFileSync(join(root, CONVENTIONS.workDirectory, 'unfinished-builds.json'), '{"images": ["../x"]}');
  expect([...unfinishedBuilds(root, CONVENTIONS)]).toEqual([]);
});
