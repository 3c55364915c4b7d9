import { describe, expect, it } from 'vitest';
import { covers, dir, file } from '../../lib/model/live-path.js';
import { containerPort, hostPort } from '../../lib/model/port.js';
import { UserError } from '../../lib/model/user-error.js';

/** A path as the run time meets it: its type says nothing. */
const unknown = (path: string): string => path;

describe('a live path', () => {
  it.each(['main.py', '.env', 'a/b.d/c', 'a b', '..a', 'a$', 'é'])('may be %j', (path) => {
    expect(file(unknown(path))).toEqual({ kind: 'file', path });
    expect(dir(unknown(path))).toEqual({ kind: 'dir', path });
  });

  it.each([
    '',
    '.',
    '..',
    './',
    '/',
    '/etc',
    './a',
    'a/',
    'a//b',
    '../a',
    'a/..',
    'a/../b',
    'a/./b',
    'a/.',
  ])('may not be %j: it is not below its service', (path) => {
    expect(() => file(unknown(path))).toThrow(UserError);
    expect(() => dir(unknown(path))).toThrow(
      new UserError(
        `live path "${path}" is not below its service's directory`,
        'name a file or directory inside it, without ./ or ../',
      ),
    );
  });

  // biome-ignore lint/suspicious/noTemplateCurlyInString: what Terraform would read as a template
  it.each(['a:b', 'a\nb', 'a${b}'])('may not be %j: no mount carries it in both engines', (path) => {
    expect(() => file(unknown(path))).toThrow(
      new UserError(
        `live path "${path}" has a character that a bind mount cannot carry`,
        'rename it without ":", newline or "${"',
      ),
    );
  });
});

describe('covers', () => {
  it('is true of the path itself, and below a directory', () => {
    expect(covers(file('a'), 'a')).toBe(true);
    expect(covers(dir('a'), 'a')).toBe(true);
    expect(covers(dir('a'), 'a/b/c')).toBe(true);
  });

  it('is false of a neighbour with the same beginning, and below a file', () => {
    expect(covers(dir('a'), 'ab')).toBe(false);
    expect(covers(dir('a'), 'b/a')).toBe(false);
    expect(covers(file('a'), 'a/b')).toBe(false);
  });
});

describe('a port', () => {
  it.each([1, 80, 65_535])('may be %d', (port) => {
    expect([containerPort(port), hostPort(port)]).toEqual([port, port]);
  });

  it.each([0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('may not be %d', (port) => {
    expect(() => containerPort(port)).toThrow(`container port ${port} is not a TCP port`);
    expect(() => hostPort(port, 'api')).toThrow(`api: host port ${port} is not a TCP port`);
    expect(() => hostPort(port)).toThrow(UserError);
  });
});
