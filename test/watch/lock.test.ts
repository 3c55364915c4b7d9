import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lock } from '../../lib/watch/lock.js';
import { named } from '../conventions.js';

describe('the lock of a system that is watched', () => {
  let root: string;
  const system = (name = 'acme') => ({ ...named(name), sourceRoot: root });
  const directory = () => join(root, system().conventions.workDirectory);
  const file = () => join(directory(), 'watch.acme.lock');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'octest-lock-'));
    mkdirSync(directory(), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is held by one watcher, and given back', () => {
    const giveBack = lock(system());
    expect(() => lock(system())).toThrow(`process ${process.pid} already watches acme`);
    giveBack();
    lock(system())();
    expect(readdirSync(directory())).toEqual([]);
  });

  it('is each system’s own', () => {
    const giveBack = lock(system());
    lock(system('another'))();
    giveBack();
  });

  it('is taken from a watcher that was killed', async () => {
    const watcher = execa('true');
    await watcher;
    writeFileSync(file(), `${watcher.pid} 12345`);
    lock(system())();
  });

  it('is taken where its process id belongs to another process now', () => {
    writeFileSync(file(), `${process.pid} 1`);
    lock(system())();
  });

  it('names its process by id and start', () => {
    const giveBack = lock(system());
    expect(readFileSync(file(), 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`));
    giveBack();
  });
});
