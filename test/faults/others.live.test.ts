import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { writeSource } from '../live/built-probes.js';
import { docker } from '../live/engine.js';
import { destroy, TERRAFORM_LACK } from '../live/terraform.js';
import { fault } from './fault.js';
import { BASE, World } from './world.js';

/** What is called in this order, as people type it. */
const CALLS = {
  compose: [
    './scripts/status.sh',
    './scripts/verify.sh prod',
    './scripts/diff.sh --running prod',
    './scripts/prune.sh',
    './scripts/prod-mode.sh --rollback',
    './opsconductor restart one',
    './opsconductor run one -- true',
    './opsconductor logs',
    './scripts/export.sh out',
    './scripts/dev-mode.sh --detach --replace',
    './scripts/stop-dev.sh',
    './scripts/prod-mode.sh',
    './scripts/stop-prod.sh',
    './scripts/prod-mode.sh',
    'echo y | ./opsconductor clean',
  ],
  terraform: [
    './scripts/status.sh',
    './scripts/verify.sh prod',
    './scripts/cdktf.sh diff prod',
    './scripts/prune.sh',
    './opsconductor restart one',
    './opsconductor run one -- true',
    './scripts/cdktf.sh deploy prod --auto-approve',
    'echo y | ./opsconductor clean',
  ],
} as const;
/** What may end with another code than 0: a difference. */
const RIGHT: Readonly<Record<string, number>> = { './scripts/diff.sh': 2 };

describe.each([
  'compose',
  'terraform',
] as const)('each command among the things of others, by %s', (engine) => {
  let world: World;
  const image = () => `localhost/${world.system.name}/tools:prod-0123456789ab`;
  const helper = () => `${world.system.name}-helper`;

  beforeAll(async () => {
    if (engine === 'terraform' && TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfothers', portOffset: 20_800 });
    await world.mustDeploy();
    await world.writeRows();
    writeSource(world.system, 'one', 'well, in the second release');
    await world.mustDeploy();
  });
  afterAll(async () => {
    await docker('rm', '--force', '--volumes', helper()).catch(() => {});
    await world?.remove();
  });

  fault(
    'every-command',
    () => world,
    async ({ system }, say) => {
      // one has the system's labels from its image, the other its name
      const own = await docker('inspect', '--format', '{{.Image}}', system.container('two', 'prod'));
      const id = await docker('run', '--detach', '--init', '--name', helper(), own, 'sleep', '86400');
      await docker('tag', BASE, image());
      const calls = CALLS[engine];
      const second = { OPSCONDUCTOR_NAME: `${system.name}x`, OPSCONDUCTOR_PORT_OFFSET: '25000' };
      for (const call of calls) {
        const words = call.replace(' out', ` ${join(system.directory, 'out')}`);
        const { exitCode, stdout, stderr } = await system.run('sh', ['-c', words]);
        const [program = ''] = call.split(' ');
        expect([0, RIGHT[program] ?? 0], `${call}\n${stdout}\n${stderr}`).toContain(exitCode);
      }
      if (engine === 'terraform') await destroy(system, 'prod');
      // another system of the same directory, whose name only begins like this one's
      await system.run('./scripts/stop-prod.sh', [], second);
      await system.run('sh', ['-c', 'echo y | ./opsconductor clean'], second);
      expect(await docker('inspect', '--format', '{{.Id}} {{.State.Running}}', helper())).toBe(`${id} true`);
      expect(await docker('image', 'inspect', '--format', '{{.Id}}', image())).toMatch(/^sha256:/);
      say({ times: calls.length });
    },
    { engine },
  );
});
