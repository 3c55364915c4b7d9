import { describe, expect, it } from 'vitest';
import { containerUser, permits } from '../../lib/model/access.js';

describe('a right', () => {
  it.each([
    [0o640, { uid: 5, gid: 7 }, 'read', true],
    [0o640, { uid: 5, gid: 8 }, 'read', false],
    [0o640, { uid: 3, gid: 8 }, 'read', true],
    [0o040, { uid: 3, gid: 7 }, 'read', false],
    [0o640, { uid: 5 }, 'read', undefined],
    [0o664, { uid: 5 }, 'read', true],
    [0o644, { uid: 5 }, 'read', true],
    [0o600, { uid: 5 }, 'read', false],
    [0o640, {}, 'read', undefined],
    [0o604, {}, 'read', undefined],
    [0o444, {}, 'read', true],
    [0o400, {}, 'read', undefined],
    [0o070, { uid: 3, gid: 7 }, 'read', false],
    [0o710, { uid: 5, gid: 7 }, 'enter', true],
    [0o740, { uid: 5, gid: 7 }, 'enter', false],
    [0o701, { uid: 5, gid: 8 }, 'enter', true],
    [0o704, { uid: 5, gid: 8 }, 'enter', false],
    [0o000, { uid: 0 }, 'read', true],
    [0o000, { uid: 0 }, 'enter', true],
  ] as const)('follows mode %o of 3:7 for %j who wants to %s: %s', (mode, user, right, expected) => {
    expect(permits({ mode, uid: 3, gid: 7 }, user, right)).toBe(expected);
  });

  it('of what is of root is known for a user of any name', () => {
    expect(permits({ mode: 0o600, uid: 0, gid: 7 }, {}, 'read')).toBe(false);
    expect(permits({ mode: 0o640, uid: 0, gid: 7 }, {}, 'read')).toBeUndefined();
  });
});

describe("a container's user", () => {
  it.each([
    ['1000:1001', { uid: 1000, gid: 1001 }],
    ['1000', { uid: 1000 }],
    ['root', { uid: 0 }],
    ['root:root', { uid: 0, gid: 0 }],
    ['node', {}],
    ['node:5', { gid: 5 }],
    ['1x:x1', {}],
  ])('is read from %s', (written, user) => expect(containerUser(written)).toStrictEqual(user));

  it('is nobody where none is written', () => {
    expect(containerUser('')).toBeUndefined();
    expect(containerUser(undefined)).toBeUndefined();
  });
});
