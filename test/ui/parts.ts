import type { LogLine } from '../../lib/engine/container-log.js';
import type { Answers, Parts } from '../../lib/ui/app.js';
import { Live } from '../../lib/ui/live.js';
import { type FollowLog, LogFeeds } from '../../lib/ui/log-feeds.js';
import { type Worker, Works } from '../../lib/ui/works.js';

/** A line of a log. @param number what tells it from others, and when it came */
export function logLine(service: string, number: number): LogLine {
  const time = new Date(Date.UTC(2030, 0, 1) + number).toISOString().replace('Z', '000000Z');
  return { service, time, text: `line ${number}` };
}

/** Follows nothing, until it is ended. */
const silent: FollowLog = (_, __, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

interface Fakes {
  readonly follow?: FollowLog;
  readonly worker?: Worker;
  readonly answers?: Partial<Answers>;
  readonly sources?: ConstructorParameters<typeof Live>[0];
}

/** All that the page needs, without an engine. What is done for it is in `done`. */
export function fakeParts({
  follow = silent,
  worker,
  answers = {},
  sources = {},
}: Fakes = {}): Omit<Parts, 'access'> & { readonly done: string[] } {
  const done: string[] = [];
  const work =
    (kind: string): Worker =>
    async (services, say) => {
      done.push(`${kind} ${services.join(' ')}`);
      await worker?.(services, say);
    };
  const live = new Live(sources);
  return {
    done,
    live,
    logs: new LogFeeds(follow, 0),
    works: new Works({ restart: work('restart'), rebuild: work('rebuild') }, (known) =>
      live.tell('works', known),
    ),
    answers: {
      services: () => ['api', 'web', 'redis'],
      files: async (service) => [
        { path: `${service}/main.py`, class: 'live', why: 'mounted at /app/main.py' },
      ],
      picture: async () => '<svg></svg>',
      difference: async () => ({ verdict: 'No differences.', remarks: [], stakes: [], services: [] }),
      ...answers,
    },
  };
}
