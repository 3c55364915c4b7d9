import { describe, expect, it } from 'vitest';
import { REFERENCE } from '../reference-table.js';
import { exampleApp } from '../system.js';
import { composeOf } from './file.js';

interface Watched {
  readonly action: string;
  readonly path: string;
  readonly ignore?: readonly string[];
}

/** What the frontend's development server sees by itself. */
const HOT = ['frontend/src', 'frontend/public', 'shared'];

const app = exampleApp();
const watchOf = (file: object): Readonly<Record<string, readonly Watched[]>> =>
  Object.fromEntries(
    Object.entries((file as { services: Record<string, { develop?: { watch: Watched[] } }> }).services).map(
      ([name, { develop }]) => [name, develop?.watch ?? []],
    ),
  );

describe('what docker compose up --watch is told', () => {
  const dev = watchOf(composeOf(app.dev));

  it.each(
    REFERENCE.filter(({ kind }) => kind === 'application'),
  )('restarts $name for each live path that it does not see by itself, and rebuilds it for all else of its directory', ({
    name,
    source,
    live,
  }) => {
    const watched = dev[name] ?? [];
    const restarts = watched.filter(({ action }) => action === 'restart').map(({ path }) => path);
    const cold = Object.keys(live).filter((path) => name !== 'frontend' || !HOT.includes(path));
    expect(restarts.sort()).toEqual(cold.map((path) => `./${path}`).sort());
    const rebuilds = watched.filter(({ action }) => action === 'rebuild');
    expect(rebuilds.map(({ path }) => path)).toEqual([`./${source}`]);
    // a live path that is not left out would build an image at each save
    const own = Object.keys(live).filter((path) => path.startsWith(`${source}/`));
    expect(rebuilds[0]?.ignore).toEqual(
      expect.arrayContaining(own.map((path) => path.slice(`${source}/`.length))),
    );
  });

  it('is nothing in prod', () => {
    expect(Object.values(watchOf(composeOf(app.prod))).flat()).toEqual([]);
  });
});
