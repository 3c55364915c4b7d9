import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment, SERVICES } from '../fixtures/deployment.js';
import { timed } from '../harness/processes.js';
import type { Row } from '../harness/row.js';

export const exportRows: readonly Row[] = [
  {
    id: 'export',
    what: `\`export.sh\`: ${SERVICES}`,
    against: '`docker save` of the same images, and gzip',
    goals: [{ of: 'seconds', atMost: 1.05 }],
    needs: ['engine'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      const directory = workshop.directory();
      const written = join(directory, 'export');
      const images = (await deployment.compose('prod', 'config', '--images')).split('\n').join(' ');
      return {
        ours: async () => {
          rmSync(written, { recursive: true, force: true });
          return timed(() => deployment.system.must('./scripts/export.sh', written));
        },
        theirs: () =>
          timed(() =>
            deployment.system.must('sh', '-c', `docker save ${images} | gzip > ${directory}/images.tar.gz`),
          ),
        holds: () =>
          deployment.system
            .must('sh', '-c', `cd ${written} && sha256sum --check --quiet SHA256SUMS`)
            .then(() => {}),
      };
    },
  },
  {
    id: 'export-start',
    what: 'the start of an export on a machine that has nothing but Docker',
    against: '`docker load` and `docker compose up -d --wait` there',
    goals: [{ of: 'seconds', atMost: 1.05 }],
    needs: ['second engine'],
    prepare: async (workshop) => {
      const deployment = await Deployment.of(workshop, 'prod');
      const written = join(workshop.directory(), 'export');
      await deployment.system.must('./scripts/export.sh', written);
      // asks the machine what it has as soon as it is loaded
      const { SecondEngine } = await import('../../test/live/second-engine.js');
      const engine = await SecondEngine.start();
      const start = () => engine.run(join(written, 'start.sh'));
      const compose = (...args: readonly string[]) =>
        engine.run(
          'docker',
          ...[
            'compose',
            '--file',
            join(written, 'docker-compose.yml'),
            '--env-file',
            join(written, 'secrets.env'),
          ],
          ...args,
        );
      const forget = async () => {
        await compose('down');
        await engine.run('docker', 'image', 'prune', '--all', '--force');
      };
      // the secrets and the volumes are there from now on
      await start();
      return {
        ours: async () => {
          await forget();
          return timed(start);
        },
        theirs: async () => {
          await forget();
          return timed(async () => {
            await engine.run('docker', 'load', '--input', join(written, 'images.tar'));
            await compose('up', '--detach', '--wait');
          });
        },
        holds: async () => {
          const states = (await engine.run('docker', 'ps', '--format', '{{.Status}}')).split('\n');
          if (states.length !== 6 || states.some((state) => !state.includes('(healthy)')))
            throw new Error(`not all are healthy: ${states.join(', ')}`);
        },
        end: () => engine.stop(),
      };
    },
  },
];
