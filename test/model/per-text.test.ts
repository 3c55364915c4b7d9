import { describe, expect, it } from 'vitest';
import { perText } from '../../lib/model/per-text.js';

describe('perText', () => {
  it('reads a text once, and another one when it has changed', () => {
    const read: string[] = [];
    const length = perText((text) => {
      read.push(text);
      return text.length;
    });
    expect([length('import a'), length('import a'), length('import ab'), length('')]).toEqual([8, 8, 9, 0]);
    expect(read).toEqual(['import a', 'import ab', '']);
  });

  it('tells the same of more texts than it remembers', () => {
    const same = perText((text) => text);
    const texts = Array.from({ length: 1200 }, (_, i) => `${i}`.padEnd(10_000));
    expect([...texts, ...texts].map(same)).toEqual([...texts, ...texts]);
  });

  it('reads the code of a large repository once, though one rule after another asks for it', () => {
    let reads = 0;
    const read = perText((text) => {
      reads++;
      return text;
    });
    const texts = Array.from({ length: 12_000 }, (_, i) => `${i}`.padEnd(500));
    for (const text of [...texts, ...texts]) read(text);
    expect(reads).toBe(12_000);
  });

  it('throws of a text each time what reading it throws', () => {
    const broken = perText((text) => {
      throw new Error(text);
    });
    expect(() => broken('a')).toThrow('a');
    expect(() => broken('a')).toThrow('a');
  });
});
