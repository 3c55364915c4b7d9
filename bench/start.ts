/**
 * How long the scripts that only look take to answer, beside those of an earlier commit, in turns of one run each:
 * `node --import ./cli/typescript.mjs bench/start.ts [runs] [commit]`. Both use this checkout's packages and the Node that runs this.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execaSync } from 'execa';
import { median } from './harness/statistics.js';

const SCRIPTS = ['validate-mounts.sh', 'status.sh', 'verify.sh'];
/** The last commit before the generator became a library. */
const BEFORE = '36107a4';

const [runs = '10', commit = BEFORE] = process.argv.slice(2);
const here = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'twomode-bench-'));
const before = join(directory, 'before');

/** Milliseconds of wall time; whether anything runs, and so the exit code, is the same for both. */
function took(project: string, script: string): number {
  const began = performance.now();
  spawnSync(join(project, 'scripts', script), {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  });
  return performance.now() - began;
}

try {
  execaSync('git', ['worktree', 'add', '--detach', before, commit]);
  // older than the packages, or the scripts would ask for npm ci
  utimesSync(join(before, 'package-lock.json'), 1, 1);
  symlinkSync(join(here, 'node_modules'), join(before, 'node_modules'));
  console.log(`Node ${process.version}, median of ${runs}: before (${commit}), now, ratio`);
  for (const script of SCRIPTS) {
    const times = { before: [] as number[], now: [] as number[] };
    // the first of each fills caches
    for (let run = 0; run <= Number(runs); run++) {
      const pair = [took(before, script), took(here, script)] as const;
      if (run === 0) continue;
      times.before.push(pair[0]);
      times.now.push(pair[1]);
    }
    const [old, now] = [median(times.before), median(times.now)];
    const [was, is] = [old, now].map((milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`);
    console.log(`${script.padEnd(20)}  ${was}  ${is}  ${(now / old).toFixed(2)} x`);
  }
} finally {
  spawnSync('git', ['worktree', 'remove', '--force', before]);
  rmSync(directory, { recursive: true, force: true });
}
