import { createHash } from 'node:crypto';
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { type Manifest, systemTag } from '../../lib/backup/manifest.js';
import type { Restic } from '../../lib/backup/restic.js';
import type { Deployment } from '../../lib/model/deployment.js';

/** A place with one whole backup, which a damage may do anything to. */
export interface Place {
  readonly restic: Restic;
  readonly deployment: Deployment;
  /** Of restic's repository. */
  readonly directory: string;
  /** The whole backup's. */
  readonly manifest: Manifest;
}

export interface Damage {
  readonly what: string;
  make(place: Place): Promise<void> | void;
  /** What is said of it, behind `error: `. */
  readonly says: RegExp;
}

const DAMAGED = /^the backups at .* are damaged: .+/;
const UNREADABLE = /^backup \d{8}-\d{6} says of itself what cannot be read: .+/;

/** The files of a kind that restic has, the largest first. */
function filesOf(directory: string, kind: string): string[] {
  const entries = readdirSync(join(directory, kind), { recursive: true, withFileTypes: true });
  const files = entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
  return files.sort((a, b) => statSync(b).size - statSync(a).size);
}

/** What is done to each file of a kind. */
const toEach = (kind: string, work: (file: string) => void) => ({
  make: ({ directory }: Place) => {
    for (const file of filesOf(directory, kind)) work(file);
  },
});

const remove = (file: string) => rmSync(file, { force: true });
const halve = (file: string) => truncateSync(file, statSync(file).size >> 1);
const flip = (file: string) => {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes, { mode: 0o600 });
};
const empty = (file: string) => truncateSync(file, 0);

/** restic writes its files read-only. */
const config = (work: (file: string) => void) => ({
  make: ({ directory }: Place) => work(join(directory, 'config')),
});

/** Lays a newer backup down whose description of itself is this. */
async function describeAs({ restic, deployment }: Place, text: string, id = NEWER): Promise<void> {
  await save(restic, 'manifest.json', text, [
    systemTag(deployment),
    `backup=${id}`,
    'manifest',
    'parts=1',
    'bytes=1',
  ]);
}

const NEWER = '20991231-235959';

/** @returns restic's id of it */
async function save(
  restic: Restic,
  name: string,
  text: string | Buffer,
  tags: readonly string[],
): Promise<string> {
  const program = await restic.save(name, tags, new Date('2099-12-31T23:59:59Z'));
  let said = '';
  program.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  program.stdin.end(text);
  const { exitCode, stderr } = await program.ended;
  if (exitCode !== 0) throw new Error(stderr);
  return /"snapshot_id":"([0-9a-f]+)"/.exec(said)?.[1] ?? '';
}

/** A newer backup that differs from the whole one in what its description says. */
const differing = (change: (part: Manifest['parts'][number], place: Place) => object) => ({
  make: (place: Place) => {
    const parts = place.manifest.parts.map((part) => ({ ...part, ...change(part, place) }));
    return describeAs(place, JSON.stringify({ version: 1, id: NEWER, parts }));
  },
});

/** A newer backup whose copy is another than the service wrote, with a checksum that fits. */
const copied = (text: string | Buffer) => ({
  make: async (place: Place) => {
    const parts = await Promise.all(
      place.manifest.parts.map(async (part) => ({
        ...part,
        snapshot: await save(place.restic, part.word, text, [systemTag(place.deployment), `backup=${NEWER}`]),
        sha256: createHash('sha256').update(text).digest('hex'),
      })),
    );
    await describeAs(place, JSON.stringify({ version: 1, id: NEWER, parts }));
  },
});

/** All are refused, each with a line, and nothing is touched. */
export const DAMAGES: readonly Damage[] = [
  { what: 'the configuration is gone', ...config(remove), says: /^there are no backups at / },
  { what: 'a bit of the configuration', ...config(flip), says: DAMAGED },
  { what: 'an empty configuration', ...config(empty), says: DAMAGED },
  {
    what: 'no key is there',
    ...toEach('keys', remove),
    says: /^the password in .* does not open the backups/,
  },
  { what: 'a key that is cut off', ...toEach('keys', halve), says: DAMAGED },
  { what: 'the index is gone', ...toEach('index', remove), says: DAMAGED },
  { what: 'an index that is cut off', ...toEach('index', halve), says: DAMAGED },
  { what: 'a bit of an index', ...toEach('index', flip), says: DAMAGED },
  { what: 'no snapshot is there', ...toEach('snapshots', remove), says: /^there is no backup of / },
  { what: 'a bit of each snapshot', ...toEach('snapshots', flip), says: DAMAGED },
  { what: 'snapshots that are cut off', ...toEach('snapshots', halve), says: DAMAGED },
  {
    what: "the copy's own snapshot is gone",
    make: ({ directory, manifest }) => {
      const { snapshot = '' } = manifest.parts[0] ?? {};
      for (const file of filesOf(directory, 'snapshots'))
        if (basename(file).startsWith(snapshot)) remove(file);
    },
    says: DAMAGED,
  },
  { what: 'the data is gone', ...toEach('data', remove), says: DAMAGED },
  { what: 'data that is cut off', ...toEach('data', halve), says: DAMAGED },
  { what: 'a bit of the data', ...toEach('data', flip), says: DAMAGED },
  { what: 'empty files of data', ...toEach('data', empty), says: DAMAGED },
  {
    what: 'one file of data in the place of another',
    make: ({ directory }) => {
      const [one = '', other = ''] = filesOf(directory, 'data');
      rmSync(other);
      copyFileSync(one, other);
    },
    says: DAMAGED,
  },
  {
    what: 'a newer version',
    make: (place) => describeAs(place, JSON.stringify({ ...place.manifest, version: 2 })),
    says: UNREADABLE,
  },
  {
    what: 'a description that is no JSON',
    make: (place) => describeAs(place, '{"version": 1, '),
    says: UNREADABLE,
  },
  { what: 'an empty description', make: (place) => describeAs(place, '\n'), says: UNREADABLE },
  {
    what: 'a backup of nothing',
    make: (place) => describeAs(place, JSON.stringify({ ...place.manifest, parts: [] })),
    says: UNREADABLE,
  },
  {
    what: 'a volume that comes twice',
    make: (place) => {
      const { parts } = place.manifest;
      return describeAs(place, JSON.stringify({ ...place.manifest, parts: [...parts, ...parts] }));
    },
    says: UNREADABLE,
  },
  {
    what: 'a volume that leads out of its place',
    ...differing(({ word }) => ({ word: `../${word}` })),
    says: /^backup \S+ has \.\.\/\S+, and the system has no such volume/,
  },
  {
    what: 'a volume that the system has not',
    make: (place) => {
      const [part] = place.manifest.parts;
      const parts = [...place.manifest.parts, { ...part, word: 'ledger' }];
      return describeAs(place, JSON.stringify({ ...place.manifest, parts }));
    },
    says: /^backup \S+ has ledger, and the system has no such volume/,
  },
  {
    what: 'an option in the place of a snapshot',
    ...differing(() => ({ snapshot: '--help' })),
    says: UNREADABLE,
  },
  { what: 'a kind of data that nobody knows', ...differing(() => ({ method: 'tape' })), says: UNREADABLE },
  {
    what: 'a snapshot that was never there',
    ...differing(() => ({ snapshot: 'feedfeedfeed' })),
    says: DAMAGED,
  },
  {
    what: 'another checksum',
    ...differing(() => ({ sha256: '0'.repeat(64) })),
    says: /^\S+: its copy is not what was written at the backup/,
  },
  {
    what: 'other contents than were counted',
    ...differing(() => ({ content: { keys: { all: 5, expiring: 0 }, appendOnly: false } })),
    says: /^\S+: what was restored is not what was backed up: \d+ keys? of 5/,
  },
  {
    what: 'a copy without anything in it',
    ...copied('\n'),
    says: /^\S+ does not start on a fresh volume|^\S+: what was restored is not/,
  },
  {
    what: 'a copy of another program',
    ...copied('CREATE TABLE runs (id int);\n'),
    says: /^\S+ does not start on a fresh volume|^\S+: what was restored is not/,
  },
];
