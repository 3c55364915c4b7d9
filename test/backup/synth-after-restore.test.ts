import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readMoved, writeMoved } from '../../lib/disk/moved-volumes.js';
import { call } from '../cli/call.js';
import { fakeDocker } from '../cli/fake-docker.js';
import { copyProject, EXAMPLE } from '../cli/project-copy.js';
import { CONVENTIONS } from '../conventions.js';

const [OLD, FRESH] = ['opsconductor-postgres_data-clean', 'opsconductor-postgres_data.20300101-000000-clean'];
/** A container as the engine lists it. */
const listed = (name: string, service: string) =>
  ['id', name, 'prod', service, 'opsconductor', 'spec', '', '', '', 'running', 'Up'].join('\t');

/** Synthesises, as a bare `cdktf deploy` does, after a restore was killed. @param users the containers on what it restored */
async function synthAfter(users: readonly string[]) {
  const copy = copyProject();
  const root = join(copy, EXAMPLE);
  writeMoved(root, CONVENTIONS, { moved: {}, pending: { [OLD]: FRESH } });
  const path = fakeDocker();
  appendFileSync(join(path.split(':')[0] ?? '', 'users'), users.map((user) => `${user}\n`).join(''));
  const { code, stderr } = await call(copy, ['synth'], { DOCKER_HOST: '', PATH: path });
  expect(code, stderr).toBe(0);
  const stack = readFileSync(join(copy, 'cdktf.out/stacks/prod/cdk.tf.json'), 'utf8');
  return { stderr, note: readMoved(root, CONVENTIONS), isOnFresh: stack.includes(FRESH) };
}

it('a deploy after a killed restore goes on with what the system runs on', async () => {
  const { stderr, note, isOnFresh } = await synthAfter([listed('opsconductor-postgres-clean', 'postgres')]);
  expect(isOnFresh).toBe(true);
  expect(note).toEqual({ moved: { [OLD]: FRESH } });
  expect(stderr).toContain(
    'a restore was interrupted when the system ran on what it had restored: so it stays.',
  );
});

it('and with the data from before where nothing of the system runs on it, and leaves the rest to a start', async () => {
  const { stderr, note, isOnFresh } = await synthAfter([listed('somebody-elses', 'postgres')]);
  expect(isOnFresh).toBe(false);
  expect(note).toEqual({ moved: {}, pending: { [OLD]: FRESH } });
  expect(stderr).not.toContain('restore');
});
