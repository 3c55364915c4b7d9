import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { plant } from '../disk/tree.js';
import { clearDeadRuns } from './dead-runs.js';

/** No process of Linux has a number like it. */
const DEAD = 2 ** 30;
const ALIVE = process.pid;
const NAMELESS = 'a'.repeat(64);

it('a run of the live tests removes what dead ones have left, and nothing else', async () => {
  const tmp = plant({
    'opsconductor-oclgone-aaaaaa/run': String(DEAD),
    'opsconductor-oclgone-aaaaaa/opsconductor/.opsconductor/nameless.oclgone.json': JSON.stringify({
      version: 1,
      volumes: [NAMELESS],
    }),
    'opsconductor-oclboth-aaaaaa/run': String(DEAD),
    'opsconductor-oclboth-bbbbbb/run': String(ALIVE),
    'opsconductor-oclold-aaaaaa/of': 'somebody else',
  });
  const images = [
    `localhost/opsconductor-test/layers-${DEAD}:1`,
    `localhost/opsconductor-test/layers-${ALIVE}:2`,
    'localhost/opsconductor-test/layers-by-hand:3',
    'localhost/oclgone/one:4',
    'localhost/oclboth/one:5',
  ];
  const bin = plant({
    docker: `#!/bin/sh\necho "$*" >>${tmp}/calls\n[ "$1" != images ] || printf '%s\\n' ${images.join(' ')}\n`,
  });
  chmodSync(join(bin, 'docker'), 0o755);
  vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`);
  vi.stubEnv('TMPDIR', tmp);
  await clearDeadRuns();
  const calls = readFileSync(join(tmp, 'calls'), 'utf8').split('\n');
  expect(calls.filter((call) => /\brm|rmi/.test(call))).toEqual([
    'rmi localhost/oclgone/one:4',
    `volume rm ${NAMELESS}`,
    `rmi localhost/opsconductor-test/layers-${DEAD}:1`,
  ]);
  const there = (name: string) => existsSync(join(tmp, `opsconductor-${name}`));
  expect(['oclgone-aaaaaa', 'oclboth-aaaaaa', 'oclboth-bbbbbb', 'oclold-aaaaaa'].map(there)).toEqual([
    ...[false, false],
    ...[true, true],
  ]);
});
