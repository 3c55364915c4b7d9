import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTurn, requireNoTurn, takeTurnOf } from '../../lib/deploy/turn.js';
import { named } from '../conventions.js';

describe('a system is changed by one process at a time', () => {
  let root: string;
  const locks = () => readdirSync(join(root, '.opsconductor')).filter((name) => name.endsWith('.lock'));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'octest-turn-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('and another is refused in one line, until it has ended, however it ended', async () => {
    const failing = inTurn(root, named('acme'), async () => {
      await expect(inTurn(root, named('acme'), async () => {})).rejects.toThrow(
        `process ${process.pid} is starting or stopping acme already`,
      );
      expect(await inTurn(root, named('another'), async () => 'done')).toBe('done');
      throw new Error('in between');
    });
    await expect(failing).rejects.toThrow('in between');
    expect(locks()).toEqual([]);
    expect(await inTurn(root, named('acme'), async () => 'done')).toBe('done');
  });

  it('and Terraform’s turn lasts until its process has ended, over all that it calls us for', async () => {
    // who started this one is there, and is not it
    takeTurnOf(process.ppid, root, named('acme'));
    takeTurnOf(process.ppid, root, named('acme'));
    const refused = `process ${process.ppid} is starting or stopping acme already`;
    await expect(inTurn(root, named('acme'), async () => {})).rejects.toThrow(refused);
    expect(() => takeTurnOf(process.pid, root, named('acme'))).toThrow(refused);
    expect(() => requireNoTurn(root, named('acme'))).toThrow(refused);
    const ended = execa('true');
    await ended;
    writeFileSync(join(root, '.opsconductor/change.acme.lock'), `${ended.pid} 12345`);
    requireNoTurn(root, named('acme'));
    expect(await inTurn(root, named('acme'), async () => 'done')).toBe('done');
  });

  it('and one that was killed does not hold the others up', async () => {
    const killed = execa('true');
    await killed;
    await inTurn(root, named('acme'), async () => {});
    writeFileSync(join(root, '.opsconductor/change.acme.lock'), `${killed.pid} 12345`);
    expect(await inTurn(root, named('acme'), async () => 'done')).toBe('done');
  });
});
