import { describe, expect, it } from 'vitest';
import { lastLines } from '../../lib/engine/last-lines.js';
import { isDebianFamily } from '../../lib/setup/apt.js';
import { isRecentCompose } from '../../lib/setup/compose.js';
import { rootCommand } from '../../lib/setup/root-command.js';

describe('isRecentCompose', () => {
  it.each([
    '2.24.0',
    'v2.24.6',
    '2.26.1-4',
    '2.40.3-desktop.1',
    '5.6.1',
    'v10.0.0\n',
  ])('takes %s', (version) => {
    expect(isRecentCompose(version)).toBe(true);
  });
  it.each(['2.23.3', '1.29.2', 'v2.3.4', '', 'unknown', 'dev'])('refuses %s', (version) => {
    expect(isRecentCompose(version)).toBe(false);
  });
});

describe('rootCommand', () => {
  const command = ['env', 'A=b c', 'apt-get', 'install', '-y', 'docker.io'];

  it('leaves the command alone for root and puts sudo before it for others', () => {
    expect(rootCommand(command, { uid: 0, sudo: false })).toEqual(command);
    expect(rootCommand(command, { uid: 1000, sudo: true })).toEqual(['sudo', '-n', ...command]);
  });

  it('names the exact command to run, as a shell reads it, where there is neither', () => {
    const attempt = () => rootCommand(command, { uid: 1000, sudo: false });
    expect(attempt).toThrow(
      expect.objectContaining({ fix: "sudo env 'A=b c' apt-get install -y docker.io" }),
    );
  });
});

describe('isDebianFamily', () => {
  it.each([
    'ID=debian\n',
    'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n',
    'ID=linuxmint\nID_LIKE="ubuntu debian"\n',
  ])('takes %j', (osRelease) => expect(isDebianFamily(osRelease)).toBe(true));
  it.each([
    'ID=fedora\n',
    'ID="rocky"\nID_LIKE="rhel centos fedora"\n',
    'HOME_URL="https://debian.example"\n',
    '',
  ])('refuses %j', (osRelease) => expect(isDebianFamily(osRelease)).toBe(false));
});

it('lastLines keeps the end of a log', () => {
  expect(lastLines('one\ntwo\nthree\n', 2)).toBe('two\nthree');
});
