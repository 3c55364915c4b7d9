import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../lib/doctor/checks.js';
import type { Diagnosis } from '../../lib/doctor/diagnosis.js';
import type { Machine } from '../../lib/doctor/machine.js';
import { named } from '../conventions.js';

const GIB = 1024 ** 3;
const HEALTHY: Machine = {
  conventions: named('shop').conventions,
  versions: { node: '24.1.0', compose: '5.6.1', composeProblem: undefined, terraform: undefined },
  engine: { version: '26.1', problem: undefined },
  backup: { location: undefined, restic: undefined },
  metrics: { wanted: false, engine: undefined },
  sourceProblem: undefined,
  disks: [{ path: '/', free: 50 * GIB, size: 100 * GIB, freeFiles: 1_000_000 }],
  ports: { checked: 3, taken: [] },
  images: { needed: 4, missing: [] },
  inotify: { watches: 500_000, instances: 128, needed: 100 },
  certificates: [],
  clockAhead: 0.2,
  memory: { available: 8 * GIB, total: 16 * GIB, limits: 4 * GIB },
};

const wrongOf = (changes: Partial<Machine>): Diagnosis[] =>
  CHECKS.flatMap((check) => check({ ...HEALTHY, ...changes })).filter(({ state }) => state !== 'ok');

const soon = (days: number) => new Date(Date.now() + days * 24 * 3600 * 1000);

const cases: readonly [what: string, changes: Partial<Machine>, says: RegExp, cure: RegExp][] = [
  ['an old Node', { versions: { ...HEALTHY.versions, node: '18.2.0' } }, /Node 18.2.0 is too old/, /--setup/],
  [
    'no Compose',
    { versions: { ...HEALTHY.versions, composeProblem: 'docker compose is not installed' } },
    /docker compose is not installed/,
    /--setup/,
  ],
  [
    'no engine',
    { engine: { version: undefined, problem: { says: 'no Docker Engine answers', cure: 'start it' } } },
    /no Docker Engine answers/,
    /start it/,
  ],
  ['a source tree that is wrong', { sourceProblem: 'main.py: is gone' }, /main\.py: is gone/, /validate/],
  ["an engine's clock that is late", { clockAhead: -90 }, /clock is 90 seconds behind/, /restart/],
  [
    'a disk that is nearly full',
    { disks: [{ path: '/data', free: GIB / 2, size: 100 * GIB, freeFiles: 1_000_000 }] },
    /\/data: 537 MB of 107 GB free/,
    /prune/,
  ],
  [
    'a disk that takes no more files',
    { disks: [{ path: '/data', free: 50 * GIB, size: 100 * GIB, freeFiles: 3 }] },
    /no room for more files/,
    /prune/,
  ],
  [
    'no restic where backups are wanted',
    { backup: { location: '/backups', restic: undefined } },
    /restic is not installed/,
    /apt-get install restic/,
  ],
  [
    'too little memory',
    { memory: { ...HEALTHY.memory, available: 1000 } },
    /1\.0 kB of 17 GB available/,
    /--only/,
  ],
  [
    'limits that are more than the machine has',
    { memory: { ...HEALTHY.memory, limits: 20 * GIB } },
    /may use 21 GB/,
    /--only/,
  ],
  [
    'a port that somebody has',
    { ports: { checked: 3, taken: [{ service: 'web', port: 8080, holder: 'container x' }] } },
    /port 8080 of web is taken by container x/,
    /_PORT_OFFSET=10000/,
  ],
  [
    'few watches',
    { inotify: { watches: 300, instances: 128, needed: 100 } },
    /300 files/,
    /max_user_watches=/,
  ],
  [
    'few watchers',
    { inotify: { watches: 9000, instances: 8, needed: 100 } },
    /8 programs/,
    /max_user_instances=/,
  ],
  [
    'an image that nobody has',
    { images: { needed: 4, missing: [{ image: 'redis:7', because: 'no route to host' }] } },
    /redis:7 is not here, and no registry gives it: no route to host/,
    /--setup/,
  ],
  [
    'a registry whose certificate is not trusted',
    { images: { needed: 4, missing: [{ image: 'redis:7', because: 'x509: signed by unknown authority' }] } },
    /x509/,
    /update-ca-certificates/,
  ],
  [
    'a certificate that ends soon',
    { certificates: [{ file: '/c.pem', namedBy: 'DOCKER_CERT_PATH', ends: soon(3) }] },
    /\/c\.pem, which DOCKER_CERT_PATH names, ends on \d{4}-\d\d-\d\d/,
    /get a new one/,
  ],
  [
    'a certificate that is not there',
    { certificates: [{ file: '/c.pem', namedBy: 'NODE_EXTRA_CA_CERTS', problem: 'is not there' }] },
    /\/c\.pem, which NODE_EXTRA_CA_CERTS names, is not there/,
    /unset it/,
  ],
];

describe('doctor', () => {
  it('finds nothing wrong with a machine that has all', () => {
    expect(wrongOf({ certificates: [{ file: '/c.pem', namedBy: 'X', ends: soon(400) }] })).toEqual([]);
  });

  it.each(cases)('finds %s, and says how it is mended and what that does', (_, changes, says, cure) => {
    const [found, ...more] = wrongOf(changes);
    expect(more).toEqual([]);
    expect(found?.says).toMatch(says);
    expect(found?.cure).toMatch(cure);
    expect(found?.does).toMatch(/\w+ \w+/);
  });

  it('says of what it could not look at that it did not', () => {
    const said = CHECKS.flatMap((check) =>
      check({ ...HEALTHY, ports: undefined, images: undefined, clockAhead: undefined, inotify: undefined }),
    );
    expect(said.filter(({ says }) => says.startsWith('not '))).toHaveLength(4);
  });
});
