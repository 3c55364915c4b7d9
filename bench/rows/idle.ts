import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { Deployment, SERVICES } from '../fixtures/deployment.js';
import { kilobytesOf } from '../fixtures/memory.js';
import { engineSeconds, processSeconds } from '../fixtures/processor-time.js';
import type { Row } from '../harness/row.js';

/** How long is looked, and before that, how long what was started comes to rest. */
const LOOK = 30_000;
const REST = 20_000;

interface ProbedService {
  healthcheck?: unknown;
  depends_on?: Record<string, { condition: string }>;
}

/** What a system takes that nobody uses. */
export const idleRows: readonly Row[] = [
  {
    id: 'idle-system',
    what: `processor time of prod in ${LOOK / 1000} s in which nobody asks: ${SERVICES}, and the engine`,
    against: 'the same containers without health checks',
    goals: [{ of: 'seconds', atMost: 1.1 }],
    needs: ['engine'],
    warmUp: 0,
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      const file = join(workshop.directory(), 'compose.yml');
      writeFileSync(file, withoutProbes(readFileSync(deployment.composeFile('prod'), 'utf8')));
      const look = async () => {
        const ids = [...(await deployment.system.inspect('prod')).values()].map(({ Id }) => Id);
        await sleep(REST);
        const before = engineSeconds(ids);
        await sleep(LOOK);
        return { seconds: engineSeconds(ids) - before };
      };
      return {
        ours: async () => {
          await deployment.stop();
          await deployment.start('prod');
          return look();
        },
        theirs: async () => {
          await deployment.stop();
          await deployment.composeWith('prod', file, 'up', '--detach');
          return look();
        },
        holds: () => deployment.requireHealthy('prod'),
        end: () => deployment.stop(),
      };
    },
  },
  {
    id: 'idle-watcher',
    what: `memory of the watcher, and its processor time in ${LOOK / 1000} s without an edit`,
    against: '50 MB, and one per cent of a processor',
    goals: [
      { of: 'megabytes', atMost: 1 },
      { of: 'seconds', atMost: 1 },
    ],
    needs: ['engine'],
    warmUp: 0,
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'dev');
      await deployment.start('dev');
      return {
        ours: async () => {
          const watcher = deployment.system.start('./scripts/watch.sh');
          try {
            await watcher.says(/Watching the live files/);
            await sleep(REST / 4);
            const before = processSeconds(watcher.pid);
            await sleep(LOOK);
            return {
              seconds: processSeconds(watcher.pid) - before,
              megabytes: kilobytesOf(watcher.pid) / 1024,
            };
          } finally {
            await watcher.end();
          }
        },
        theirs: async () => ({ seconds: LOOK / 1000 / 100, megabytes: 50 }),
        holds: () => deployment.requireHealthy('dev'),
        end: () => deployment.stop(),
      };
    },
  },
];

/** The same file, where nothing is asked whether it is healthy, and nothing waits for the answer. */
function withoutProbes(text: string): string {
  const document = parse(text);
  for (const service of Object.values(document.services as Record<string, ProbedService>)) {
    delete service.healthcheck;
    for (const needed of Object.values(service.depends_on ?? {})) needed.condition = 'service_started';
  }
  return stringify(document);
}
