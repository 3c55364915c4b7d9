import type { Source } from '../../lib/ui/live.js';

const name = (i: number) => `${['orders', 'billing', 'search', 'mail', 'stock'][i % 5]}-${i}`;

/** What stands in for a system of so many services: some start, one is stale, one has ended. */
export function largeSystem(count: number) {
  const rows = [...Array(count).keys()].map((i) => {
    const state = i % 40 === 7 ? 'exited' : 'running';
    const health = state === 'exited' ? '' : i % 30 === 5 ? 'starting' : 'healthy';
    const files = i % 25 === 3 ? `stale mount: ${name(i)}/src` : i % 3 === 0 ? 'baked' : 'mounted';
    return {
      ...{
        service: name(i),
        state,
        health,
        engine: 'compose',
        from: `${name(i)}/ 3f2a9c1b`,
        image: 'current',
        files,
      },
      ...(state === 'exited' ? {} : { since: new Date(Date.now() - 97_000 * (i + 1)).toISOString() }),
      ...(i % 11 === 4 ? { changed: ['memory limit 512 MiB, and not 256 MiB'] } : {}),
      addresses:
        i % 4 === 0 ? [`http://localhost:${8000 + i}`] : i % 4 === 1 ? [`localhost:${8000 + i}`] : [],
      right: health === 'healthy' && !files.startsWith('stale'),
    };
  });
  const status = {
    ...{ version: 1, right: false },
    modes: [
      {
        ...{ mode: 'dev', services: rows },
        volumes: [
          { name: 'acme-postgres_data-dev', size: 48_200_000 },
          { name: 'acme-redis_data-dev', size: 1234 },
        ],
        leftOut: [{ service: 'reports', because: 'left out by --without reports' }],
      },
    ],
  };
  return {
    ...{ title: 'Acme', program: './acme', start: './acme dev', mode: 'dev', status },
    services: rows.map(({ service }, i) => ({
      ...{ service, container: `acme-${service}-dev`, isBuilt: i % 3 !== 0, isJob: false },
      needs: i < 10 ? [] : [name(i - 10)],
      neededBy: i + 10 < count ? [name(i + 10)] : [],
      live: i % 3 === 0 ? [] : [`${service}/src`, 'shared'],
    })),
  };
}

const EDITS = [
  { paths: ['orders-0/src/main.py'], done: 'orders-0 restarted, healthy in 0.6 s', seconds: 0.6 },
  {
    paths: ['shared/db.py', 'shared/log.py', 'shared/names.py', 'shared/times.py', 'shared/words.py'],
    done: 'billing-1 restarted, healthy in 1.4 s',
    seconds: 1.4,
  },
  { paths: ['search-2/requirements.txt'], done: 'search-2: a rebuild is due: ./acme dev --detach' },
  {
    paths: ['stock-4/src/app.py'],
    done: 'stock-4 restarted, not healthy after 12.0 s; the next save starts it again.',
    seconds: 12,
  },
];

/** The sources of a page of so many services. */
export function largeSources(count: number): Readonly<Record<string, Source>> {
  const system = largeSystem(count);
  const once =
    (value: unknown): Source =>
    async (tell) =>
      tell(value);
  return {
    system: once(system),
    usage: once(
      system.status.modes.flatMap(({ services }) =>
        services.flatMap(({ service, state }, i) =>
          state !== 'running'
            ? []
            : [
                {
                  ...{ service, cpu: `${((i * 7.31) % 100).toFixed(2)}%` },
                  ...{ memory: `${12 + i}.3MiB / 256MiB`, memoryShare: `${((12 + i) / 2.56).toFixed(2)}%` },
                },
              ],
        ),
      ),
    ),
    edits: once({
      isWatched: count !== 100,
      edits: EDITS.map((edit, i) => ({ ...edit, time: new Date(Date.now() - i * 61_000).toISOString() })),
    }),
  };
}
