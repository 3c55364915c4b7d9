import { beforeEach, expect, it } from 'vitest';
import { type Ender, Presence } from '../../lib/watch/presence.js';

const UP = [{ state: 'running' }, { state: 'exited' }];
const STOPPED = [{ state: 'exited' }];
const PROD = 'process 12 (prod --replace)';

let said: string[];
let ender: Ender;
let presence: Presence;

beforeEach(() => {
  said = [];
  ender = { bringsBack: false };
  presence = new Presence('dev', {
    say: (line) => said.push(line),
    who: async () => ender,
    over: (line) => said.push(`over: ${line}`),
  });
});

/** What a look each second sees. */
async function seeing(...all: (typeof UP)[]): Promise<void> {
  let now = 0;
  for (const seen of all) await presence.look(seen, now++);
}

it('what somebody stops is said once, with who it was, and when it runs again', async () => {
  ender = { bringsBack: false, process: PROD };
  await seeing(UP, STOPPED, STOPPED, STOPPED, STOPPED);
  expect(said).toEqual([`all services of dev were stopped by ${PROD}; watching waits until they run again`]);
  await presence.look(UP, 5);
  expect(said.slice(1)).toEqual(['dev runs again']);
});

it('nothing is said where a service that was stopped is not the last, or its successor comes at once', async () => {
  await seeing(UP, STOPPED, UP, [], UP);
  ender = { bringsBack: true, process: 'process 13 (dev --detach)' };
  await seeing(UP, [], [], [], STOPPED, UP);
  expect(said).toEqual([]);
});

it('it is over once nothing is left, with who ended it and what runs instead', async () => {
  ender = { bringsBack: false, process: PROD, other: 'prod' };
  await seeing(UP, [], [], []);
  ender = { bringsBack: false };
  await presence.look([], 4);
  expect(said).toEqual([
    `over: dev was ended by ${PROD}: prod runs in its place`,
    'over: dev was ended by somebody: its containers are gone',
  ]);
});
