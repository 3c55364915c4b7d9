import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FULL } from '../vitest.config.js';

/** Name and port offset of each system that a test or a benchmark makes. */
const systems = ['test/live', 'test/faults', 'bench', 'bench/fixtures'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const path = join(folder, name);
      const made = readFileSync(path, 'utf8').matchAll(/ame: ('\w+'|[A-Z]+), portOffset: ([\d_]+)/g);
      return [...made].map(([, system = '', offset = '']) => ({
        path,
        system,
        offset: Number(offset.replace('_', '')),
      }));
    }),
);

it('each file that makes a system has a name and ports of its own, for two files run at once', () => {
  expect(systems.length).toBeGreaterThan(20);
  for (const what of ['system', 'offset'] as const) {
    const values = systems.filter((each) => each[what] !== 'NAME').map((each) => each[what]);
    expect(
      values.filter((value, i) => values.indexOf(value) !== i),
      what,
    ).toEqual([]);
  }
});

it('the ports are below those that the system itself gives to programs', () => {
  for (const { path, offset } of systems) {
    expect(offset % 100, path).toBe(0);
    expect(offset + 8200, path).toBeLessThan(32_768);
  }
});

it('what waits for the night is named with a reason', () => {
  const [, section = ''] = readFileSync('test/README.md', 'utf8').split('## Full');
  const named = [...section.matchAll(/^\| `([\w/-]+)` \| \w/gm)].map(
    ([, name]) => `test/${name}.live.test.ts`,
  );
  expect(named.sort()).toEqual([...FULL].sort());
  for (const path of FULL) expect(existsSync(path), path).toBe(true);
});
