import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderValue, secretNames, text, type ValueSyntax } from '../../lib/model/environment.js';

const A = { secret: 'A' };
const HOST = { variable: 'HOST', fallback: 'localhost' };
const plain: ValueSyntax = { literal: (it) => it, secret: String, variable: ({ fallback }) => fallback };

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
        expect(renderValue(value, plain)).toBe(`<${one}|${number}>${other}`);
        expect(value).toHaveLength(1);
      }),
    );
  });
});

it('renderValue escapes literal text alone', () => {
  const syntax: ValueSyntax = {
    literal: (it) => it.replaceAll('$', '!'),
    secret: (name) => `$${name}`,
    variable: ({ variable, fallback }) => `$${variable}|${fallback}`,
  };
  expect(renderValue(text`a$${A}$b${HOST}`, syntax)).toBe('a!$A!b$HOST|localhost');
});

it('secretNames has each secret of an environment once, sorted', () => {
  expect(secretNames({ X: text`${{ secret: 'B' }}${A}`, Y: text`plain`, Z: [A, HOST] })).toEqual(['A', 'B']);
  expect(secretNames({})).toEqual([]);
});
