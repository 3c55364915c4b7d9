import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LogLine, LogRange } from '../../lib/engine/container-log.js';
import { type LoggingContainer, logs } from '../../lib/operate/logs.js';
import { mergeByTime } from '../../lib/operate/merge-by-time.js';

const at = (time: number, service = 'api'): LogLine => ({
  ...{ service, text: `line ${time}` },
  time: `2030-01-01T00:00:00.${String(time).padStart(9, '0')}Z`,
});

async function* streamOf(...lines: readonly LogLine[]): AsyncGenerator<LogLine> {
  yield* lines;
}

/** A container with its log, which a reader that follows gets until the container ends. */
class FakeContainer implements LoggingContainer {
  private readonly written: LogLine[] = [];
  private starts = 1;
  private isUp = true;

  constructor(
    readonly id: string,
    readonly service = 'api',
  ) {}

  get startedAt(): string {
    return `start ${this.starts}`;
  }

  write(...times: readonly number[]): void {
    this.written.push(...times.map((time) => at(time, this.service)));
  }

  end(): void {
    this.isUp = false;
  }

  start(): void {
    this.starts += 1;
    this.isUp = true;
  }

  async *read({ since = '', follow }: LogRange): AsyncGenerator<LogLine> {
    const { starts } = this;
    let next = 0;
    for (;;) {
      for (; next < this.written.length; next++) {
        const line = this.written[next];
        if (line && line.time >= since.replace(/Z$/, '')) yield line;
      }
      if (!follow || !this.isUp || this.starts !== starts) return;
      await sleep(5);
    }
  }
}

/** Shows the logs of containers while something happens to them. @returns the numbers of the lines, in their order */
async function shown(
  containers: FakeContainer[],
  follow: boolean,
  meanwhile: () => Promise<void> = async () => {},
): Promise<number[]> {
  const lines: LogLine[] = [];
  const ending = new AbortController();
  const showing = logs(
    { follow, signal: ending.signal, say: (line) => lines.push(line) },
    {
      containers: async () => [...containers],
      readLog: (id, _, range) => containers.find((each) => each.id === id)?.read(range) ?? streamOf(),
    },
  );
  await meanwhile();
  ending.abort();
  await showing;
  return lines.map(({ text }) => Number(text.slice(5)));
}

describe('logs', () => {
  it('are merged by time, whichever container they come from', async () => {
    const merged: LogLine[] = [];
    for await (const line of mergeByTime([
      streamOf(at(1), at(4), at(5)),
      streamOf(at(2, 'web')),
      streamOf(),
      streamOf(at(3, 'db'), at(6, 'db')),
    ]))
      merged.push(line);
    expect(merged.map(({ text }) => text)).toEqual([1, 2, 3, 4, 5, 6].map((time) => `line ${time}`));
  });

  it('end with what is kept, if they are not followed', async () => {
    const api = new FakeContainer('1');
    api.write(3, 1);
    const web = new FakeContainer('2', 'web');
    web.write(2, 4);
    expect(await shown([api, web], false)).toEqual([2, 3, 1, 4]);
  });

  it('lose no line and show none twice where a container is restarted', async () => {
    const api = new FakeContainer('1');
    api.write(1, 2);
    const lines = await shown([api], true, async () => {
      await sleep(50);
      api.write(3, 4);
      await sleep(50);
      // its last words, and the first ones of its next start before anybody looks
      api.write(5);
      api.end();
      api.write(6);
      api.start();
      api.write(7, 8);
      await sleep(700);
      api.write(9);
      await sleep(50);
    });
    expect(lines).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('show all of a container that takes the place of another', async () => {
    const old = new FakeContainer('1');
    old.write(1);
    const containers = [old];
    const lines = await shown(containers, true, async () => {
      await sleep(30);
      old.write(2);
      old.end();
      const fresh = new FakeContainer('2');
      fresh.write(3);
      containers.splice(0, 1, fresh);
      await sleep(600);
      fresh.write(4);
      await sleep(30);
    });
    expect(lines).toEqual([1, 2, 3, 4]);
  });

  it('say what keeps a log from being read', async () => {
    const failing: AsyncIterable<LogLine> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no such driver')) }),
    };
    const reading = logs(
      { follow: true, signal: new AbortController().signal, say: () => {} },
      {
        containers: async () => [{ id: '1', service: 'api', startedAt: 'then' }],
        readLog: (_, __, { follow }) => (follow ? failing : streamOf()),
      },
    );
    await expect(reading).rejects.toThrow('no such driver');
  });
});
