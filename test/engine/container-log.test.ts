import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type LogLine, readLog } from '../../lib/engine/container-log.js';
import { plant } from '../disk/tree.js';

afterEach(() => vi.unstubAllEnvs());

/** Reads what a `docker logs` would print. @param script of sh */
async function read(script: string): Promise<{ lines: LogLine[]; problem: string | undefined }> {
  const directory = plant();
  writeFileSync(join(directory, 'docker'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, 'docker'), 0o755);
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  const lines: LogLine[] = [];
  try {
    for await (const line of readLog('1', 'api', { follow: false })) lines.push(line);
    return { lines, problem: undefined };
  } catch (error) {
    return { lines, problem: (error as Error).message };
  }
}

const STAMP = '2030-01-01T00:00:00.00000000';

describe("a container's log", () => {
  it('has lines of two streams, each with its time', async () => {
    const { lines } = await read(`echo '${STAMP}1Z one'; echo '${STAMP}2Z ' >&2`);
    expect(lines).toEqual([
      { time: `${STAMP}1Z`, service: 'api', text: 'one' },
      { time: `${STAMP}2Z`, service: 'api', text: '' },
    ]);
  });

  it('is read to its end, however much there is on one stream before anything is on the other', async () => {
    const many = `i=0; while [ $i -lt 3000 ]; do echo '${STAMP}1Z ${'x'.repeat(60)}'; i=$((i + 1)); done`;
    const { lines } = await read(`echo '${STAMP}1Z x'; (${many}) >&2; ${many}`);
    expect(lines).toHaveLength(6001);
  });

  it('has a long line whole, which the engine keeps in pieces, and the line after it apart', async () => {
    const piece = 'y'.repeat(16_384);
    const { lines } = await read(
      `printf '%s' '${STAMP}1Z ${piece}${STAMP}2Z ${piece}${STAMP}3Z yy${STAMP}4Z next'; echo`,
    );
    expect(lines.map(({ time, text }) => [time, text.length])).toEqual([
      [`${STAMP}1Z`, 2 * 16_384 + 2],
      [`${STAMP}4Z`, 4],
    ]);
  });

  it('that cannot be read says why; one of a container that has just gone is at its end', async () => {
    expect((await read('echo "Error: no such driver" >&2; exit 1')).problem).toBe(
      'the log of api cannot be read: Error: no such driver',
    );
    expect((await read('echo "Error: No such container: 1" >&2; exit 1')).problem).toBeUndefined();
  });
});
