import { expect, it } from 'vitest';
import type { LogLine } from '../../lib/engine/container-log.js';
import { ShownLines } from '../../lib/operate/shown-lines.js';

const line = (time: string): LogLine => ({
  ...{ time: `2030-01-01T00:00:${time}Z`, service: 'api', text: '' },
});

it('a log is read on a second before its last line, and not before what was asked for', () => {
  const shown = new ShownLines('2030-01-01T00:00:05.000Z');
  expect(shown.since).toBe('2030-01-01T00:00:05.000Z');
  shown.note(line('05.500000000'));
  expect(shown.since).toBe('2030-01-01T00:00:05.000Z');
  shown.note(line('09.250000001'));
  expect(shown.since).toBe('2030-01-01T00:00:08.250Z');
  expect(new ShownLines(undefined).since).toBeUndefined();
});

it('of lines with the same time as many are new as were not shown', () => {
  const shown = new ShownLines(undefined);
  const both = [line('01.000000001'), line('01.000000001')];
  for (const each of both) shown.note(each);
  const isNew = shown.again();
  expect([...both, both[0]].map((each) => isNew(each as LogLine))).toEqual([false, false, true]);
});

it('what was shown long ago takes no memory', () => {
  const shown = new ShownLines(undefined);
  for (let second = 10; second < 60; second++) shown.note(line(`${second}.000000000`));
  expect(Reflect.get(shown, 'recent').size).toBeLessThan(5);
});
