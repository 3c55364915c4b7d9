import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mask } from '../../lib/agents/mask.js';
import { percentEncoded } from '../../lib/model/secret.js';

const masked = (text: string, ...secrets: readonly string[]) => {
  const mask = new Mask();
  mask.learn(secrets);
  return mask.text(text);
};

describe('what is learnt', () => {
  it('is in no answer, wherever it stands and however it is written', () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 40, unit: 'grapheme' })
      .filter((text) => text.trim() === text);
    const around = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        fc.pre(!'***'.includes(value) && !before.includes(value) && !after.includes(value));
        for (const form of [
          value,
          percentEncoded(value),
          JSON.stringify(value).slice(1, -1),
          Buffer.from(value).toString('base64'),
        ])
          expect(masked(`${before} ${form} ${after}`, value)).not.toContain(` ${form} `);
      }),
    );
  });

  it('is hidden as a word where it is short, and inside of words where it is long', () => {
    expect(masked('pin 1a2b, not 1a2bc', '1a2b')).toBe('pin ***, not 1a2bc');
    expect(masked('xhunter2-longy', 'hunter2-long')).toBe('x***y');
  });

  it('is hidden for good, and the longer one first', () => {
    const mask = new Mask();
    mask.learn(['first-value']);
    mask.learn(['first-value-2', '', ' ']);
    expect(mask.text('first-value-2 first-value')).toBe('*** ***');
  });

  it('leaves names as they are that are a password of nobody in particular', () => {
    expect(masked('postgres is healthy, POSTGRES_PASSWORD=postgres', 'postgres', 'changeme')).toBe(
      'postgres is healthy, POSTGRES_PASSWORD=***',
    );
  });
});

describe('what a text says is a password', () => {
  it.each([
    ['postgres://ops:hunter2@db:5432/ops?x=1', 'postgres://ops:***@db:5432/ops?x=1'],
    ['redis://:hunter2@cache', 'redis://:***@cache'],
    ['Server=db;Password=hunter2;Trusted=no', 'Server=db;Password=***;Trusted=no'],
    ['DB_PASSWORD: hunter2', 'DB_PASSWORD: ***'],
    ['{"apiKey": "hun\\"ter2", "port": 8080}', '{"apiKey": "***", "port": 8080}'],
    ['{"text": "{\\"secret_token\\":\\"hunter2\\"}"}', '{"text": "{\\"secret_token\\":\\"***\\"}"}'],
    ['Authorization: Basic aHVudGVyMg==', 'Authorization: Basic ***'],
    ['curl -H "authorization: Bearer abcdefghij0123456789"', 'curl -H "authorization: Bearer ***"'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'got ***'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nnext',
      '-----BEGIN PRIVATE KEY----- ***\nnext',
    ],
    ['-----BEGIN PRIVATE KEY-----\nMIIE that is cut', '-----BEGIN PRIVATE KEY----- ***'],
    ['psql: --password=hunter2', 'psql: --password=***'],
  ])('is hidden: %s', (text, shown) => {
    expect(masked(text)).toBe(shown);
  });

  it.each([
    '{"service": "api", "state": "running", "health": "healthy"}',
    'POSTGRES_PASSWORD_FILE=/run/secrets/postgres',
    'max_tokens: 4096',
    'http://localhost:8000/api?page=2',
    'secrets.prod.env has no JWT_SECRET, which comes from the team',
  ])('and nothing else: %s', (text) => {
    expect(masked(text)).toBe(text);
  });

  it('is found in a log of any form in time that grows with its length', () => {
    const hostile = [
      'password=',
      'a'.repeat(50_000),
      '-----BEGIN PRIVATE KEY-----',
      '"'.repeat(20_000),
      '://:'.repeat(20_000),
    ];
    const began = performance.now();
    for (const text of hostile) masked(text.repeat(2), 'some-secret');
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
