import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyProject, run } from '../cli/project-copy.js';

it('both stacks are written on a machine without Terraform, and nothing of Node or cdktf is on the screen', async () => {
  const copy = copyProject();
  expect(await run(copy, ['main.ts'], { PATH: '/nowhere' })).toMatchObject({ code: 0, stderr: '' });
  for (const mode of ['dev', 'prod'])
    expect(existsSync(join(copy, 'cdktf.out/stacks', mode, 'cdk.tf.json'))).toBe(true);
});
