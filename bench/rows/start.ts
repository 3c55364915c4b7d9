import { join } from 'node:path';
import { ByHand } from '../fixtures/by-hand.js';
import { Deployment, SERVICES } from '../fixtures/deployment.js';
import { saveRevision } from '../fixtures/save.js';
import { timed } from '../harness/processes.js';
import type { Row, Workshop } from '../harness/row.js';

const UP = ['up', '--detach', '--wait'] as const;

/** Prod as the scripts start it, and by hand from the same images. */
async function prodByBoth(workshop: Workshop) {
  const deployment = await Deployment.of(workshop, 'prod');
  const byHand = ByHand.of(deployment, workshop.directory());
  const end = async () => {
    await deployment.stop();
    await byHand.end();
  };
  return { deployment, byHand, end };
}

/** Starting, changing and stopping by the scripts, against Compose by hand. */
export const startRows: readonly Row[] = [
  {
    id: 'deploy-scripts',
    what: `\`prod-mode.sh\` from nothing, images present: ${SERVICES}`,
    against: '`docker compose up -d --wait` with the same file',
    goals: [{ of: 'seconds', atMost: 1.05 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      return {
        ours: async () => {
          await deployment.stop();
          return timed(() => deployment.start('prod'));
        },
        theirs: async () => {
          await deployment.stop();
          return timed(() => deployment.compose('prod', ...UP));
        },
        holds: () => deployment.requireHealthy('prod'),
        end: () => deployment.stop(),
      };
    },
  },
  {
    id: 'deploy-no-change',
    what: '`prod-mode.sh` where nothing has changed',
    against: '`docker compose up -d --build --wait`',
    goals: [{ of: 'seconds', atMost: 0.5 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const { deployment, byHand, end } = await prodByBoth(workshop);
      let before = '';
      const containers = async () =>
        JSON.stringify([...(await deployment.system.inspect('prod'))].map(([, { Id }]) => Id));
      return {
        ours: async () => {
          await deployment.start('prod');
          before = await containers();
          return timed(() => deployment.start('prod'));
        },
        theirs: async () => {
          await byHand.compose(...UP, '--build');
          return timed(() => byHand.compose(...UP, '--build'));
        },
        holds: async () => {
          await deployment.requireHealthy('prod');
          if (before !== (await containers())) throw new Error('a container was replaced');
        },
        end,
      };
    },
  },
  {
    id: 'deploy-one-line',
    what: '`prod-mode.sh` after an edit of one line of asset-service',
    against: '`docker compose up -d --build --wait` after the same edit',
    goals: [{ of: 'seconds', atMost: 0.5 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const { deployment, byHand, end } = await prodByBoth(workshop);
      let revision = 0;
      return {
        ours: async () => {
          await deployment.start('prod');
          saveRevision(join(deployment.system.root, 'asset-service/main.py'), `p${++revision}`);
          return timed(() => deployment.start('prod'));
        },
        theirs: async () => {
          await byHand.compose(...UP, '--build');
          saveRevision(byHand.file('asset-service', 'main.py'), `h${++revision}`);
          return timed(() => byHand.compose(...UP, '--build'));
        },
        holds: async () => {
          await deployment.requireHealthy('prod');
          const answer = await fetch(`http://127.0.0.1:${deployment.system.port(8002)}/about`);
          const { version } = (await answer.json()) as { version: string };
          if (version !== `p${revision}`) throw new Error(`asset-service runs ${version}, not p${revision}`);
        },
        end,
      };
    },
  },
  {
    id: 'switch',
    what: 'dev → prod → dev by the scripts',
    against: '`docker compose down`, `up -d --build --wait`, and back',
    goals: [{ of: 'seconds', atMost: 0.7 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'dev', 'prod');
      return {
        ours: async () => {
          await deployment.start('dev');
          return timed(async () => {
            await deployment.start('prod');
            await deployment.start('dev');
          });
        },
        theirs: async () => {
          await deployment.stop();
          await deployment.compose('dev', ...UP);
          return timed(async () => {
            await deployment.compose('dev', 'down');
            await deployment.compose('prod', ...UP, '--build');
            await deployment.compose('prod', 'down');
            await deployment.compose('dev', ...UP, '--build');
          });
        },
        holds: () => deployment.requireHealthy('dev'),
        end: () => deployment.stop(),
      };
    },
  },
  {
    id: 'stop',
    what: '`stop-prod.sh`',
    against: '`docker compose down`',
    goals: [{ of: 'seconds', atMost: 1 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      return {
        ours: async () => {
          await deployment.start('prod');
          return timed(() => deployment.system.must('./scripts/stop-prod.sh'));
        },
        theirs: async () => {
          await deployment.compose('prod', ...UP);
          return timed(() => deployment.compose('prod', 'down'));
        },
        holds: () => deployment.requireNothing(),
        end: () => deployment.stop(),
      };
    },
  },
  {
    id: 'status',
    what: '`status.sh` while prod runs',
    against: '`docker compose ps`',
    goals: [{ of: 'seconds', atMost: 1.5 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      await deployment.start('prod');
      let said = '';
      return {
        ours: () =>
          timed(async () => {
            said = await deployment.system.must('./scripts/status.sh');
          }),
        theirs: () => timed(() => deployment.compose('prod', 'ps')),
        holds: () => {
          if (!/automation-service .*healthy/.test(said))
            throw new Error(`it does not say what runs:\n${said}`);
        },
        end: () => deployment.stop(),
      };
    },
  },
];
