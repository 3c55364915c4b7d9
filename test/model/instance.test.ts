import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isName } from '../../lib/construct/define-system.js';
import { instanceNames, LONGEST_NAME, portOffsets } from '../../lib/model/instance.js';

describe('what a copy is called', () => {
  const plain = (directory: string) => instanceNames('acme', directory, '0a1b2c')[0];

  it.each([
    ['feature', 'acme-feature'],
    ['Feature_X', 'acme-feature-x'],
    ['acme-feature', 'acme-feature'],
    ['acme', 'acme-copy'],
    ['acme2', 'acme-acme2'],
    ['über größe', 'acme-uber-gro-e'],
    ['функция', 'acme-copy'],
    ['-rf --no-preserve-root', 'acme-rf-no-preserve-root'],
    ['$(reboot)', 'acme-reboot'],
    ['a\nb', 'acme-a-b'],
    ['x'.repeat(200), `acme-${'x'.repeat(20)}-0a1b2c`],
  ])('%j is %s', (directory, name) => expect(plain(directory)).toBe(name));

  it('is always a name, however long the system’s is and whatever the directory is called', () => {
    const letters = fc.constantFrom(...'abcxyz019');
    const system = fc.string({ unit: letters, maxLength: 30 }).map((text) => `a${text}`);
    fc.assert(
      fc.property(system, fc.string({ unit: 'binary' }), (system, directory) => {
        for (const name of instanceNames(system, directory, '0a1b2c')) {
          expect(isName(name), name).toBe(true);
          expect(name.length).toBeLessThanOrEqual(LONGEST_NAME);
          expect(name).not.toBe(system);
        }
      }),
    );
  });

  it('is another one where the mark is', () => {
    const [, one] = instanceNames('acme', 'feature', '000001');
    const [, two] = instanceNames('acme', 'feature', '000002');
    expect([one, two]).toEqual(['acme-feature-000001', 'acme-feature-000002']);
  });
});

describe('what can be added to ports', () => {
  it('are round numbers, first those whose ports the kernel gives to nobody, and each once', () => {
    const offsets = portOffsets([3000, 8010]);
    expect(offsets.slice(0, 3)).toEqual([10_000, 10_100, 10_200]);
    expect(new Set(offsets).size).toBe(offsets.length);
    const first = offsets.findIndex((offset) => offset + 8010 >= 32_768);
    expect(offsets.slice(0, first)).toContain(100);
    expect(offsets.slice(first).every((offset) => offset + 8010 >= 32_768)).toBe(true);
  });

  it('leave every port a port, and are what can be set', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 65_535 })), (ports) => {
        const offsets = portOffsets(ports);
        expect(offsets.every((offset) => offset > 0 && offset <= 50_000)).toBe(true);
        expect(ports.every((port) => offsets.every((offset) => port + offset <= 65_535))).toBe(true);
      }),
    );
  });
});
