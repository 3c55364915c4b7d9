import { afterEach, describe, expect, it, vi } from 'vitest';
import { colour, serviceColour } from '../../cli/colour.js';

const isTTY = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');

function on(terminal: boolean, environment: Readonly<Record<string, string>>): void {
  Object.defineProperty(process.stdout, 'isTTY', { value: terminal, configurable: true });
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'TERM']) vi.stubEnv(name, environment[name]);
}

afterEach(() => {
  vi.unstubAllEnvs();
  if (isTTY) Object.defineProperty(process.stdout, 'isTTY', isTTY);
  else Reflect.deleteProperty(process.stdout, 'isTTY');
});

describe('colour', () => {
  it('is there on a terminal, and tells services that are side by side apart', () => {
    on(true, { TERM: 'xterm' });
    expect(colour('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(serviceColour(0, 'x')).not.toBe(serviceColour(1, 'x'));
    expect(serviceColour(800, 'x')).toContain('x');
  });

  it.each([
    ['a pipe', false, {}],
    ['a pipe, whatever FORCE_COLOR says', false, { FORCE_COLOR: '1' }],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }],
    ['a terminal with NO_COLOR and FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }],
    ['a terminal that knows none', true, { TERM: 'dumb' }],
  ])('is not there on %s', (_, terminal, environment) => {
    on(terminal, environment);
    expect([colour('red', 'x'), serviceColour(0, 'x')]).toEqual(['x', 'x']);
  });
});
