import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { reported } from '../../cli/system-error.js';
import { notedVolumes } from '../../lib/deploy/data-owner.js';
import { deployedSystem } from '../../lib/deploy/deployed.js';
import { takeTurnOf } from '../../lib/deploy/turn.js';
import { readDataNote } from '../../lib/disk/data-note.js';
import { at, writeAtomically } from '../../lib/disk/files.js';
import { doneJobs } from '../../lib/disk/job-note.js';
import { readMoved } from '../../lib/disk/moved-volumes.js';
import { readSecrets } from '../../lib/disk/secrets-file.js';
import { lastStart } from '../../lib/disk/start-note.js';
import { readSystem, writeSystem } from '../../lib/disk/system-file.js';
import { guardFile } from '../../lib/engine/guard-files.js';
import { ReleaseStore } from '../../lib/engine/releases.js';
import { idsInState, isUnfinished } from '../../lib/engine/terraform-state.js';
import { UserError } from '../../lib/model/user-error.js';
import { withoutAccepted } from '../../lib/report/baseline.js';
import { readInstances } from '../../lib/synth/instances.js';
import { imageMap, noted } from '../../lib/synth/machine.js';
import { readOptional } from '../../lib/synth/read-json.js';
import { knownResult } from '../../lib/types/type-results.js';
import { CONVENTIONS, named } from '../conventions.js';
import { serviceSpec, systemSpec } from '../spec.js';
import { plant } from './tree.js';

const PROD = { ...named('opsconductor'), mode: 'prod' } as const;
const COMPOSE = 'services: {}\n';
/** As the release of that Compose file is called. */
const ID = createHash('sha256').update(COMPOSE).digest('hex').slice(0, 12);
const RELEASES = '.opsconductor/releases/opsconductor-clean';

/** A release that is whole, but for what is damaged of it. */
function readRelease(root: string, compose: string | null = COMPOSE): unknown {
  const directory = join(root, RELEASES, ID);
  mkdirSync(directory, { recursive: true });
  const system = { ...systemSpec('prod', [serviceSpec('prod')]), ...named('opsconductor') };
  writeSystem(join(directory, 'system.json'), system);
  if (compose !== null) writeFileSync(join(directory, 'docker-compose.yml'), compose);
  return new ReleaseStore(root, PROD).read(ID);
}

/** Each file of ours, and what reads it. */
const FILES: Readonly<Record<string, (root: string) => unknown>> = {
  [`${RELEASES}/releases.json`]: (root) => new ReleaseStore(root, PROD).releases,
  [`${RELEASES}/${ID}/system.json`]: (root) => new ReleaseStore(root, PROD).read(ID),
  [`${RELEASES}/${ID}/start.json`]: (root) => readRelease(root),
  '.opsconductor/deployed/opsconductor-clean/system.json': (root) => deployedSystem(root, PROD),
  '.opsconductor/start.prod.json': (root) => lastStart(root, PROD),
  '.opsconductor/system.prod.json': (root) =>
    readSystem(join(root, '.opsconductor/system.prod.json'), 'write it'),
  '.opsconductor/data.prod.json': (root) => readDataNote(root, PROD),
  '.opsconductor/jobs.prod.json': (root) => doneJobs(root, PROD),
  '.opsconductor/volumes.json': (root) => readMoved(root, CONVENTIONS),
  'terraform.prod.tfstate': (root) => idsInState(root, PROD),
  'twomode/instances.json': (root) => readInstances({ XDG_CONFIG_HOME: root }),
  'twomode/without.opsconductor.json': (root) => noted(CONVENTIONS, { XDG_CONFIG_HOME: root }),
};

/** What a damaged file makes of its reader, as it is said. */
function said(file: string, read: (root: string) => unknown, damage: (path: string) => void): string {
  const root = plant();
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  damage(path);
  try {
    read(root);
  } catch (error) {
    const shown = reported(error, CONVENTIONS.commands);
    expect(shown).toBeInstanceOf(UserError);
    const { message, fix } = shown as UserError;
    expect(fix).toMatch(/^.+$/);
    return message.replace(path, 'FILE');
  }
  throw new Error(`${file} was read`);
}

describe.each(Object.entries(FILES))('%s is one line for its user', (file, read) => {
  it.each<[string, (path: string) => void, RegExp]>([
    ['truncated', (path) => writeFileSync(path, '{"resources": ['), /^FILE is not JSON: [^\n]+$/],
    ['of blanks', (path) => writeFileSync(path, ' \n'), /^FILE is empty$/],
    ['a directory', (path) => mkdirSync(path), /^FILE: a directory is where a file is expected$/],
    [
      'of a newer version',
      (path) => writeFileSync(path, '{"version": 9}'),
      /^FILE is of version 9, and what runs here reads \d$/,
    ],
    ['of another form', (path) => writeFileSync(path, '"text"'), /^FILE is damaged: [^\n]+$/],
  ])('where it is %s', (_, damage, message) => {
    expect(said(file, read, damage)).toMatch(message);
  });
});

it('a release whose id leads out of the folder of releases is none', () => {
  const text = JSON.stringify({ current: '../../../../etc' });
  const [file = '', read = () => {}] = Object.entries(FILES)[0] ?? [];
  expect(said(file, read, (path) => writeFileSync(path, text))).toBe(
    'FILE is damaged: current: is not the id of a release',
  );
});

it('a release that is named and gone is said with its file', () => {
  const [, read = () => {}] = Object.entries(FILES)[1] ?? [];
  expect(said(`${RELEASES}/${ID}/system.json`, read, () => {})).toBe('FILE does not exist');
});

it.each<[string, string | null, RegExp]>([
  ['truncated', COMPOSE.slice(0, 5), /^FILE is damaged: it is not what was started$/],
  ['empty', '', /^FILE is damaged: it is not what was started$/],
  ['gone', null, /^FILE does not exist$/],
])('a release whose Compose file is %s is none: half of it would be started', (_, compose, message) => {
  const file = `${RELEASES}/${ID}/docker-compose.yml`;
  const read = (root: string) => readRelease(root, compose);
  expect(said(file, read, () => {})).toMatch(message);
});

it('a release whose Compose file is a directory is one line', () => {
  const file = `${RELEASES}/${ID}/docker-compose.yml`;
  const read = (root: string) => readRelease(root, null);
  expect(said(file, read, (path) => mkdirSync(path))).toBe('FILE: a directory is where a file is expected');
});

it.each([
  '../../etc',
  '/etc',
  'a b',
  '',
])('a volume that data was restored into is none that is called "%s"', (name) => {
  const text = JSON.stringify({ moved: { 'opsconductor-data-dev': name } });
  const file = '.opsconductor/volumes.json';
  expect(
    said(
      file,
      (root) => readMoved(root, CONVENTIONS),
      (path) => writeFileSync(path, text),
    ),
  ).toBe('FILE is damaged: moved.opsconductor-data-dev: is not the name of a volume');
});

describe.each<[string, (root: string) => unknown]>([
  ['baseline.json', (root) => withoutAccepted([], join(root, 'baseline.json'))],
  ['images.json', (root) => readOptional(join(root, 'images.json'), imageMap, {})],
])('%s, which somebody names or keeps, is one line', (file, read) => {
  it.each<[string, (path: string) => void]>([
    ['truncated', (path) => writeFileSync(path, '{"findings": [')],
    ['empty', (path) => writeFileSync(path, '')],
    ['a directory', (path) => mkdirSync(path)],
    ['of a newer version', (path) => writeFileSync(path, '{"version": 9, "findings": []}')],
    ['of another form', (path) => writeFileSync(path, '"text"')],
  ])('where it is %s', (_, damage) => {
    expect(said(file, read, damage)).toMatch(/^[^\n]*FILE[^\n]*$/);
  });
});

describe.each<[string, string, (root: string) => unknown]>([
  ['what types were found', 'node_modules/.cache/twomode/types.json', (root) => knownResult(root)],
  [
    'whose data is whose',
    'twomode/data.json',
    (root) => {
      vi.stubEnv('XDG_CONFIG_HOME', root);
      const { size } = notedVolumes();
      vi.unstubAllEnvs();
      return size || undefined;
    },
  ],
])('a note of %s that cannot be read is as good as none', (_, file, read) => {
  it.each<[string, (path: string) => void]>([
    ['truncated', (path) => writeFileSync(path, '{"volumes": [')],
    ['empty', (path) => writeFileSync(path, '')],
    ['a directory', (path) => mkdirSync(path)],
    ['of a newer version', (path) => writeFileSync(path, '{"version": 9}')],
  ])('where it is %s', (__, damage) => {
    const root = plant();
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    damage(path);
    expect(read(root)).toBeUndefined();
  });
});

it('what is written is read again, and so is what has no version yet', () => {
  const root = plant();
  const store = new ReleaseStore(root, PROD);
  const system = { ...systemSpec('prod', [serviceSpec('prod')]), ...named('opsconductor') };
  const settings = { portOffset: 1000, host: 'ops.example.com' };
  const release = store.add(system, 'services: {}\n', settings);
  store.attempt(release);
  expect(store.running()).toEqual({ ...release, system });
  store.noteStarted(release);
  expect(store.releases).toEqual({ current: release.id });
  rmSync(join(root, RELEASES, release.id, 'start.json'));
  expect(store.read(release.id).settings).toEqual({ portOffset: 0, host: 'localhost' });
  writeFileSync(join(root, RELEASES, 'releases.json'), `{"current":"${release.id}"}`);
  expect(store.releases).toEqual({ current: release.id });
});

describe('the folder of ours is one line for its user', () => {
  const problem = (files: Readonly<Record<string, string>>, work: (root: string) => unknown): string => {
    const root = plant(files);
    try {
      work(root);
    } catch (error) {
      const shown = reported(error, CONVENTIONS.commands);
      expect(shown).toBeInstanceOf(UserError);
      return (shown as UserError).message.replace(root, 'ROOT');
    }
    throw new Error('it is none');
  };

  it('where it is a file', () => {
    const write = (root: string) => writeAtomically(join(root, '.opsconductor/.gitignore'), '*\n');
    expect(problem({ '.opsconductor': '' }, write)).toBe(
      'ROOT/.opsconductor: a file is where a directory is expected',
    );
  });

  it.each<[string, (root: string) => unknown]>([
    ['.opsconductor/secrets.prod.env', (root) => readSecrets(root, PROD)],
    ['.opsconductor/guard.opsconductor-clean.lock', (root) => guardFile(root, PROD).isLeftBehind],
    ['.opsconductor/change.opsconductor.lock', (root) => takeTurnOf(process.pid, root, PROD)],
    ['.opsconductor/preparation.prod', (root) => isUnfinished(root, PROD)],
    ['.opsconductor/.gitignore', (root) => writeAtomically(join(root, '.opsconductor/.gitignore'), '*\n')],
  ])('where %s is a directory', (path, work) => {
    expect(problem({ [`${path}/x`]: '' }, work)).toBe(
      `ROOT/${path}: a directory is where a file is expected`,
    );
  });
});

it.skipIf(!existsSync('/dev/full'))('a full disk is said with the path', () => {
  const message = (() => {
    try {
      at('/dev/full', () => writeFileSync('/dev/full', 'text'));
    } catch (error) {
      return (reported(error, CONVENTIONS.commands) as UserError).message;
    }
    return undefined;
  })();
  expect(message).toBe('/dev/full: no space is left');
});
