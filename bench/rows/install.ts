import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL, neutral, packed } from '../fixtures/project.js';
import { runTimed } from '../harness/processes.js';
import type { Row } from '../harness/row.js';

/** What a user fetches: the packed library with its packages. cdktf's CLI is not among them. */
export const installRows: readonly Row[] = [
  {
    id: 'install',
    what: "`npm install` of the packed library in an empty directory, npm's cache filled: time, and space on the disk",
    against: '10 s and 80 MB',
    goals: [
      { of: 'seconds', atMost: 1 },
      { of: 'megabytes', atMost: 1 },
    ],
    prepare: async (workshop) => {
      const tarball = await packed(workshop);
      const project = workshop.directory();
      const packages = join(project, 'node_modules');
      return {
        ours: async () => {
          for (const name of ['node_modules', 'package-lock.json'])
            rmSync(join(project, name), { recursive: true, force: true });
          writeFileSync(join(project, 'package.json'), '{ "private": true }');
          const call = ['npm', ...INSTALL, tarball];
          const { seconds } = await runTimed(call, { cwd: project, env: neutral(project) });
          return { seconds, megabytes: megabytesIn(packages) };
        },
        theirs: async () => ({ seconds: 10, megabytes: 80 }),
        holds: () => {
          if (!existsSync(join(packages, '.bin/twomode'))) throw new Error('there is no twomode');
        },
      };
    },
  },
];

/** As `du` counts: whole blocks. */
function megabytesIn(directory: string): number {
  const [kilobytes] = execFileSync('du', ['-sk', directory], { encoding: 'utf8' }).split('\t');
  return Number(kilobytes) / 1024;
}
