import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { awaitHealthy } from '../../cli/await.js';
import { runDeployedJob } from '../../cli/deployed-job.js';
import { guardDeployed } from '../../cli/guard.js';
import { plant } from '../disk/tree.js';

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

const CALLS = { await: awaitHealthy, job: runDeployedJob, guard: guardDeployed };

it.each(
  Object.entries(CALLS),
)('what Terraform calls says in one line what is wrong with its file: %s', async (_, call) => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  const root = plant({ 'half.json': '{"services": [' });
  await call([join(root, 'half.json'), 'api']);
  await call([join(root, 'none.json'), 'api']);
  const fix = '. Fix: deploy again: it is written anew.';
  expect(said.mock.calls).toEqual([
    [expect.stringMatching(/^error: \S+half\.json is not JSON: [^\n]+ Fix: deploy again: [^\n]+$/)],
    [`error: ${root}/none.json does not exist${fix}`],
  ]);
  expect(process.exitCode).toBe(1);
});
