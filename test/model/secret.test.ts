import { describe, expect, it } from 'vitest';
import { text } from '../../lib/model/environment.js';
import {
  hexBytes,
  isEncoded,
  patternOf,
  percentEncoded,
  readByCompose,
  secretsOf,
  teamSecrets,
  urlVariable,
  withAnyText,
} from '../../lib/model/secret.js';
import { UserError } from '../../lib/model/user-error.js';
import { serviceSpec, systemSpec } from '../spec.js';

const A = { secret: 'A' };
const system = (...services: object[]) =>
  systemSpec(
    'dev',
    services.map((each) => serviceSpec('dev', each)),
  );

describe('the secrets of a system', () => {
  it('are those of its environments and files, once and sorted', () => {
    const one = { environment: { X: ['x', { secret: 'TWO' }], B: ['y'] } };
    const other = { secretFiles: { '/run/a': 'TWO', '/run/b': 'ONE' } };
    expect(secretsOf(system(one, other))).toEqual([
      { name: 'ONE', inUrl: false },
      { name: 'TWO', inUrl: false },
    ]);
  });

  it.each([
    [text`postgresql://me:${A}@db/x`, true],
    [text`https://${{ variable: 'HOST', fallback: 'localhost' }}/?key=${A}`, true],
    [text`${A}`, false],
    [text`see https://docs, then use ${A}`, false],
    [text`{"url":"https://x","key":"${A}"}`, false],
  ])('%j: stands in a URL: %s', (value, inUrl) => {
    expect(secretsOf(system({ environment: { V: value } }))).toEqual([{ name: 'A', inUrl }]);
  });

  it('have one form each', () => {
    const environment = { A: [A] };
    const fernet = { environment, secretForms: { A: 'fernet' } };
    expect(secretsOf(system(fernet, { ...fernet, environment: { URL: text`x://${A}` } }))).toEqual([
      { name: 'A', form: 'fernet', inUrl: true },
    ]);
    expect(() => secretsOf(system({ name: 'one', ...fernet }, { name: 'two', environment }))).toThrow(
      new UserError(
        'one declares A as fernet, two without a form',
        'declare it once, and give both services the same',
      ),
    );
  });
});

it('Compose reads the file of secrets right, but for texts of any kind and for what it would have to encode', () => {
  const inUrl = { URL: text`x://${A}` };
  const isRead = (form: string | undefined, environment: object = { A: [A] }) =>
    readByCompose(system({ environment, ...(form ? { secretForms: { A: form } } : {}) }));
  expect([undefined, 'fernet', 'hex 8', 'any text', 'from the team'].map((form) => isRead(form))).toEqual([
    ...[true, true, true],
    ...[false, false],
  ]);
  expect([undefined, 'fernet', 'hex 8'].map((form) => isRead(form, inUrl))).toEqual([true, false, false]);
});

it('a system whose secrets may be any text keeps the forms that are declared', () => {
  const given = system({
    environment: { A: [A], B: [{ secret: 'B' }] },
    secretForms: { A: 'fernet' },
  });
  expect(withAnyText(given).services[0]?.secretForms).toEqual({ A: 'fernet', B: 'any text' });
  expect(withAnyText(system({}))).toEqual(system({}));
});

describe('the form of a secret', () => {
  it.each([
    ['hex 32', 32, '^[0-9A-Fa-f]{64}$'],
    ['hex 8', 8, '^[0-9A-Fa-f]{16}$'],
    ['fernet', undefined, '^[A-Za-z0-9_-]{43}=$'],
    ['any text', undefined, '^.+$'],
    ['from the team', undefined, '^.+$'],
  ] as const)('%s is %s bytes, and looks like %s', (form, bytes, pattern) => {
    expect([hexBytes(form), patternOf(form)]).toEqual([bytes, pattern]);
  });

  it('is one that the team alone has', () => {
    const environment = { A: [A], B: [{ secret: 'B' }], C: [{ secret: 'C' }] };
    const given = system({ environment, secretForms: { A: 'from the team', B: 'fernet' } });
    expect(teamSecrets(given)).toEqual(['A']);
  });

  it('is encoded in a URL, where there is one', () => {
    expect(urlVariable('KEY')).toBe('KEY_IN_URL');
    expect(isEncoded('A', true, { A: 'any text' })).toBe(true);
    expect(isEncoded('A', false, { A: 'any text' })).toBe(false);
    expect(isEncoded('A', true)).toBe(false);
    expect(percentEncoded("a-Z_0.~ /é!'()*")).toBe('a-Z_0.~%20%2F%C3%A9%21%27%28%29%2A');
  });
});
