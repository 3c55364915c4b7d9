import { expect, it } from 'vitest';
import { type StackSurroundings, untilUp } from '../../../lib/deploy/swarm/until-up.js';
import type { StackService, StackTask } from '../../../lib/engine/stack.js';
import { asBuilt } from '../../../lib/model/release.js';
import { exampleApp } from '../../system.js';

const system = asBuilt(exampleApp().prod);
const services = system.services.filter(({ name }) => name === 'redis');
const told = { ContainerSpec: { Image: 'redis' }, Resources: {}, ForceUpdate: 0 };
const redis: StackService = { id: 's', name: 'redis', image: 'redis', replicas: 1, told };
const task = (state: string, more: Partial<StackTask> = {}): StackTask => ({
  ...{ id: 't', service: 'redis', node: 'n', state, wanted: 'running', error: '', container: 'c' },
  ...{ image: 'redis', createdAt: new Date(2000).toISOString(), since: '', told, ...more },
});

/** Each look sees what is next of these; the last one stays. */
function seen(looks: readonly (readonly [StackService[], StackTask[]])[]): StackSurroundings {
  let look = -1;
  const now = () => looks[Math.min(look, looks.length - 1)] ?? [[], []];
  return {
    ...{
      now: () => 1000 * (look + 2),
      sleep: async () => {},
      taskLog: async () => 'no room',
      swarmNodes: async () => [],
      load: () => 1,
    },
    stackServices: async () => {
      look++;
      return now()[0] as StackService[];
    },
    stackTasks: async () => now()[1] as StackTask[],
  };
}

const wait = (surroundings: StackSurroundings, said: string[] = [], limit = 100) =>
  untilUp(system, services, new Map(), { limit, log: (line) => said.push(line) }, surroundings);

it('waits until all runs, and asks an engine again that did not answer', async () => {
  const said: string[] = [];
  await wait(
    seen([
      [[redis], [task('starting')]],
      [[], []],
      [[redis], [task('running')]],
    ]),
    said,
  );
  expect(said).toEqual(['redis runs']);
});

it('names what never will run, with why and its last lines', async () => {
  const failed = [1, 2, 3].map((id) => task('failed', { id: `${id}`, error: 'non-zero exit (1)' }));
  await expect(wait(seen([[[redis], failed]]))).rejects.toThrow(
    'redis is not healthy: it has ended 3 times (non-zero exit (1)). The last lines of its task:\nno room',
  );
});

it('gives up what is only slow after the limit, and says how it waits longer', async () => {
  await expect(wait(seen([[[redis], [task('starting')]]]), [], -10)).rejects.toMatchObject({
    message: 'redis: not up after -10 s',
  });
});
