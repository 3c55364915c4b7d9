import { describe, expect, it } from 'vitest';
import { programAge, reloaded, reloading } from '../../lib/model/reload.js';

it('a reloading command says which command it runs, and another command that it is none', () => {
  expect(reloaded(reloading(['python', 'main.py']))).toEqual(['python', 'main.py']);
  expect(reloaded(['sh', '-c', 'true', 'reloader', 'python'])).toBeUndefined();
  expect(reloaded(['python', 'main.py'])).toBeUndefined();
  expect(reloaded(undefined)).toBeUndefined();
});

describe('the age of a program', () => {
  it('is told by /proc/uptime and its stat, whatever its name', () => {
    const stat = `12 (a) b (c) S ${Array(18).fill('0').join(' ')} 4250 0 0`;
    expect(programAge(`50.25 99.00\n${stat}\n`)).toBeCloseTo(7.75);
  });

  it('is unknown where the text is another', () => {
    expect(programAge('')).toBeUndefined();
    expect(programAge('50.25 99.00\n')).toBeUndefined();
  });
});
