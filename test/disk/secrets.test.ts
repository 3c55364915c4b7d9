import { describe, expect, it } from 'vitest';
import { knownSecrets, refuseKnownSecrets } from '../../lib/disk/secrets.js';
import { secretsFile } from '../../lib/model/deployment.js';
import { UserError } from '../../lib/model/user-error.js';
import { CONVENTIONS } from '../conventions.js';
import { plant } from './tree.js';

const OPSCONDUCTOR = { conventions: CONVENTIONS };

const root = (prod: string, dev = 'A=of-dev-alone\n') =>
  plant({ [secretsFile(CONVENTIONS, 'prod')]: prod, [secretsFile(CONVENTIONS, 'dev')]: dev });

describe('refuseKnownSecrets', () => {
  it.each([
    'postgres',
    'Password',
    'changeme',
    'secret',
    'opsconductor',
    '123456',
  ])('refuses what everybody tries first: "%s"', (value) => {
    const place = root(`B=fine-0f3a\nA=${value}\n`);
    expect(() => refuseKnownSecrets(place, OPSCONDUCTOR)).toThrow(UserError);
    expect(() => refuseKnownSecrets(place, OPSCONDUCTOR)).toThrow(
      `A in ${place}/${secretsFile(CONVENTIONS, 'prod')} is a well-known default`,
    );
  });

  it('refuses what dev has, without saying it', () => {
    const place = root('A=of-dev-alone\n');
    expect(() => refuseKnownSecrets(place, OPSCONDUCTOR)).toThrow(/^A in \S+ is the same as in dev$/);
  });

  it('takes what is nobody else’s, and a file that is yet to be made', () => {
    expect(() => refuseKnownSecrets(root('A=0f3a9c\nB=passwords\n'), OPSCONDUCTOR)).not.toThrow();
    expect(() => refuseKnownSecrets(plant(), OPSCONDUCTOR)).not.toThrow();
  });
});

describe('knownSecrets', () => {
  const file = secretsFile(CONVENTIONS, 'prod');
  const read = (text: string) => knownSecrets(plant({ [file]: text }), { ...OPSCONDUCTOR, mode: 'prod' });

  it('has what plain lines say, between comments and empty lines', () => {
    expect([...read('# ours\nA=0f3a-_.~\n\n  # more\nB_2=x')]).toEqual([
      ['A', '0f3a-_.~'],
      ['B_2', 'x'],
    ]);
    expect([...knownSecrets(plant(), { ...OPSCONDUCTOR, mode: 'prod' })]).toEqual([]);
  });

  it.each([
    '',
    '"quoted"',
    "'quoted'",
    ' blank',
    'a b',
    'a#b',
    'a$b',
    'a/b',
    'a@b',
    'a:b',
    'a%41',
    'ä',
    'a\r',
  ])('refuses the value %j, which not everybody reads the same, without saying it', (value) => {
    expect(() => read(`B=fine\nA=${value}\n`)).toThrow(UserError);
    expect(() => read(`B=fine\nA=${value}\n`)).toThrow(
      /^the value of A \(line 2 of \S+\) is empty or has characters that engines and URLs read differently$/,
    );
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
    expect(() => read(`# ours\n${line}\n`)).toThrow(/^line 2 of \S+ is not NAME=value$/);
  });

  it('refuses a name that is there twice: one engine takes the last, the other none', () => {
    expect(() => read('A=one\nA=two\n')).toThrow(/^line 2 of \S+ is a second A$/);
  });
});
