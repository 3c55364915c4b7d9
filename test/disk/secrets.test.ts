import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ensureSecrets,
  missingSecrets,
  noteSecret,
  refuseKnownSecrets,
  requireSecrets,
  secretVariables,
  unusualSecrets,
} from '../../lib/disk/secrets.js';
import { readSecrets } from '../../lib/disk/secrets-file.js';
import { secretsFile } from '../../lib/model/deployment.js';
import type { SecretForm } from '../../lib/model/environment.js';
import { UserError } from '../../lib/model/user-error.js';
import { CONVENTIONS } from '../conventions.js';
import { printable } from '../printable.js';
import { secretive } from '../spec.js';
import { plant } from './tree.js';

const DEV = secretsFile(CONVENTIONS, 'dev');
const PROD = secretsFile(CONVENTIONS, 'prod');
const textOf = (root: string, file = DEV) => readFileSync(join(root, file), 'utf8');
const read = (root: string, mode: 'dev' | 'prod' = 'dev') =>
  Object.fromEntries(
    [...readSecrets(root, { conventions: CONVENTIONS, mode })].map(([name, { value }]) => [name, value]),
  );
const withForm = (form?: SecretForm) => secretive('dev', { A: form });

describe('secrets that are made up', () => {
  const make = (root: string, names: readonly string[], mode: 'dev' | 'prod' = 'dev') =>
    ensureSecrets(root, secretive(mode, Object.fromEntries(names.map((name) => [name, undefined]))));

  it('are made once, hard to guess, each its own, and readable by their owner alone', () => {
    const root = plant();
    make(root, ['A', 'B']);
    make(root, ['A'], 'prod');
    const values = [...Object.values(read(root)), ...Object.values(read(root, 'prod'))];
    expect(new Set(values).size).toBe(3);
    for (const value of values) expect(value).toMatch(/^[\w-]{32}$/);
    expect(statSync(join(root, DEV)).mode & 0o777).toBe(0o600);
  });

  it('stay when another is added, and the file stays private', () => {
    const root = plant();
    make(root, ['A']);
    const before = read(root);
    chmodSync(join(root, DEV), 0o644);
    make(root, ['A']);
    expect(statSync(join(root, DEV)).mode & 0o777).toBe(0o600);
    make(root, ['A', 'B']);
    expect(read(root)).toEqual({ ...before, B: expect.any(String) });
    expect(statSync(join(root, DEV)).mode & 0o777).toBe(0o600);
  });

  it('stay as they are when none is new', () => {
    const root = plant();
    make(root, ['A', 'B']);
    const before = textOf(root);
    make(root, ['B']);
    expect(textOf(root)).toBe(before);
  });

  it('have a file that both engines can read where there is none', () => {
    const root = plant();
    make(root, []);
    expect(textOf(root)).toBe('');
  });

  it('chosen by hand are kept, in a file without a last line end too', () => {
    const root = plant({ [DEV]: '# mine\nA=chosen by "hand" for $5' });
    make(root, ['A', 'B']);
    expect(read(root)).toEqual({ A: 'chosen by "hand" for $5', B: expect.stringMatching(/^[\w-]{32}$/) });
  });

  it.each<[SecretForm, RegExp]>([
    ['fernet', /^[\w-]{43}=$/],
    ['hex 32', /^[0-9a-f]{64}$/],
    ['any text', /^[\w-]{32}$/],
  ])('have the form %s that the construct declares', (form, pattern) => {
    const root = plant();
    ensureSecrets(root, withForm(form));
    expect(read(root).A).toMatch(pattern);
    expect(() => requireSecrets(root, withForm(form))).not.toThrow();
  });
});

describe('a secret that comes from the team', () => {
  const team = secretive('dev', { A: 'from the team', B: 'from the team', C: 'fernet' });

  it('is not made up: what is missing is named, with the file and the lines to write', () => {
    const root = plant();
    ensureSecrets(root, team);
    expect(Object.keys(read(root))).toEqual(['C']);
    expect(missingSecrets(root, team).map(({ name }) => name)).toEqual(['A', 'B']);
    expect(() => requireSecrets(root, team)).toThrow(
      expect.objectContaining({
        message: `${root}/${DEV} has no A, B, which comes from the team`,
        fix: 'write into it, without quotes: A=…, B=…, each on a line',
      }),
    );
  });

  it('is noted as it was typed, and is then there', () => {
    const root = plant({ [DEV]: 'B=x' });
    const [secret] = missingSecrets(root, team);
    if (secret) noteSecret(root, team, secret, 'it is "$5" #1');
    expect(textOf(root)).toBe('B=x\nA=it is "$5" #1\n');
    expect(() => requireSecrets(root, team)).not.toThrow();
  });

  it('is not noted where nobody could read it again', () => {
    const root = plant();
    const [secret] = missingSecrets(root, team);
    if (secret) expect(() => noteSecret(root, team, secret, ' x')).toThrow(/^the value of A begins or ends/);
    expect(Object.keys(read(root))).toEqual([]);
  });
});

it.each<[SecretForm, string]>([
  ['fernet', 'short='],
  ['fernet', 'a'.repeat(44)],
  ['hex 2', 'abc'],
  ['hex 2', 'wxyz'],
])('a value that is not of the form %s is refused, with its line and without the value: %s', (form, value) => {
  const root = plant({ [DEV]: `# ours\nA=${value}\n` });
  expect(() => requireSecrets(root, withForm(form))).toThrow(
    `the value of A (line 2 of ${root}/${DEV}) does not have the form "${form}"`,
  );
});

describe('refuseKnownSecrets', () => {
  const root = (prod: string, dev = 'A=of-dev-alone\n') => plant({ [PROD]: prod, [DEV]: dev });
  const system = secretive('prod', { A: undefined });

  it.each([
    'postgres',
    'Password',
    'changeme',
    'secret',
    'opsconductor',
    '123456',
  ])('refuses what everybody tries first: "%s"', (value) => {
    const place = root(`B=fine-0f3a\nA=${value}\n`);
    expect(() => refuseKnownSecrets(place, system)).toThrow(UserError);
    expect(() => refuseKnownSecrets(place, system)).toThrow(`A in ${place}/${PROD} is a well-known default`);
  });

  it('refuses what dev has, without saying it', () => {
    const place = root('A=of-dev-alone\n');
    expect(() => refuseKnownSecrets(place, system)).toThrow(/^A in \S+ is the same as in dev$/);
  });

  it('takes what is nobody else’s, what the team gives to both, and a file that is yet to be made', () => {
    expect(() => refuseKnownSecrets(root('A=0f3a9c\nB=passwords\n'), system)).not.toThrow();
    expect(() => refuseKnownSecrets(plant(), system)).not.toThrow();
    const given = secretive('prod', { A: 'from the team' });
    expect(() => refuseKnownSecrets(root('A=of-dev-alone\n'), given)).not.toThrow();
  });
});

describe('the file of secrets', () => {
  const readText = (text: string) => read(plant({ [PROD]: text }), 'prod');

  it('has what plain lines say, between comments and empty lines', () => {
    expect(readText('# ours\nA=0f3a-_.~\n\n  # more\nB_2=x')).toEqual({ A: '0f3a-_.~', B_2: 'x' });
    expect(read(plant())).toEqual({});
  });

  it('gives any printable text back as it stands', () => {
    fc.assert(
      fc.property(printable, (value) => {
        expect(readText(`B=x\nA=${value}\nC=y`)).toEqual({ B: 'x', A: value, C: 'y' });
      }),
    );
  });

  it.each([
    ['', 'is empty'],
    ['"quoted"', 'stands in quotes, which would be part of it'],
    ["'quoted'", 'stands in quotes, which would be part of it'],
    ['e\u0301', 'has a character in parts, not composed \\(NFC\\)'],
    [' blank', 'begins or ends with a blank'],
    ['a\t', 'has a character that cannot be printed'],
    ['a\r', 'has a character that cannot be printed'],
    ['\u2028', 'has a character that cannot be printed'],
  ])('refuses the value %j, which nobody means, without saying it', (value, problem) => {
    const message = new RegExp(`^the value of A \\(line 2 of \\S+\\) ${problem}$`);
    expect(() => readText(`B=fine\nA=${value}\n`)).toThrow(message);
  });

  it.each([
    'export A=value',
    'A: value',
    ' A=value',
    'A =value',
    'a=value',
    'A',
    '2=value',
    '\uFEFFA=value',
  ])('refuses the line %j, which not everybody reads at all', (line) => {
    expect(() => readText(`# ours\n${line}\n`)).toThrow(/^line 2 of \S+ is not NAME=value$/);
  });

  it('refuses a name that is there twice: one engine takes the last, the other none', () => {
    expect(() => readText('A=one\nA=two\n')).toThrow(/^line 2 of \S+ is a second A$/);
  });

  it('names what has unusual characters, whatever else is wrong with it', () => {
    const root = plant({ [DEV]: 'A=fine-0._~\nwrong\nB=a=\nC=a b\n' });
    expect(unusualSecrets(root, { conventions: CONVENTIONS, mode: 'dev' })).toEqual(['B', 'C']);
  });
});

it('Compose gets each secret as it stands, and as it stands in a URL', () => {
  const root = plant({ [DEV]: "A=p@ss w$rd'(1)!*+ä\n" });
  expect(secretVariables(root, secretive('dev', { A: 'any text', B: undefined }))).toEqual({
    A: "p@ss w$rd'(1)!*+ä",
    A_IN_URL: 'p%40ss%20w%24rd%27%281%29%21%2A%2B%C3%A4',
  });
});
