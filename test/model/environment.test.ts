import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderValue, secretNames, text } from '../../model/environment.js';

const A = { secret: 'A' };

describe('text', () => {
  it('keeps the places of secrets and joins what stands between them', () => {
    expect(text`http://${'host'}:${80}/${A}${A}@`).toEqual(['http://host:80/', A, A, '@']);
    expect(text``).toEqual([]);
    expect(text`${A}`).toEqual([A]);
  });

  it('without secrets is the plain template', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), fc.string(), (one, number, other) => {
        const value = text`<${one}|${number}>${other}`;
        expect(renderValue(value, (it) => it, String)).toBe(`<${one}|${number}>${other}`);
        expect(value).toHaveLength(1);
      }),
    );
  });
});

it('renderValue escapes literal text alone', () => {
  expect(
    renderValue(
      text`a$${A}$b`,
      (it) => it.replaceAll('$', '!'),
      (name) => `$${name}`,
    ),
  ).toBe('a!$A!b');
});

it('secretNames has each secret of an environment once, sorted', () => {
  expect(secretNames({ X: text`${{ secret: 'B' }}${A}`, Y: text`plain`, Z: [A] })).toEqual(['A', 'B']);
  expect(secretNames({})).toEqual([]);
});
