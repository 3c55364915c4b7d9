import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineProbes } from './built-probes.js';
import { docker, removeSystem } from './engine.js';
import { TestSystem } from './harness.js';
import { cdktf, DEPLOY, expectNoPlan, TERRAFORM_LACK } from './terraform.js';

const SECOND = 'oclother';

describe.skipIf(TERRAFORM_LACK)(
  `a second system by Terraform from the same directory (skipped: ${TERRAFORM_LACK ?? 'no'})`,
  () => {
    let first: TestSystem;
    const idOf = (name: string) =>
      docker('ps', '--quiet', '--no-trunc', '--filter', `label=io.opsconductor.system=${name}`);
    const second = async (...args: readonly string[]) => {
      const { exitCode, stdout, stderr } = await first.run('npx', ['cdktf', ...args], {
        OPSCONDUCTOR_NAME: SECOND,
      });
      expect(exitCode, stdout + stderr).toBe(0);
    };

    beforeAll(async () => {
      await removeSystem(SECOND);
      first = await TestSystem.make({ name: 'oclfirst', portOffset: 22_400 });
      defineProbes(first, { keeper: { volumes: { keeper_data: '/data' } } });
      await cdktf(first, 'deploy', 'prod');
    });
    afterAll(async () => {
      await removeSystem(SECOND);
      await first?.remove();
    });

    it('stands beside the first, which is the same and still known', async () => {
      const before = await idOf('oclfirst');
      expect(before).toMatch(/^[0-9a-f]{64}$/);
      await second('deploy', 'prod', ...DEPLOY);
      expect(await idOf(SECOND)).toMatch(/^[0-9a-f]{64}$/);
      expect(await idOf('oclfirst')).toBe(before);
      await cdktf(first, 'deploy', 'prod');
      await expectNoPlan(first, 'prod');
      expect(await idOf('oclfirst')).toBe(before);
    });

    it('outlives the end of the first, and ends by itself', async () => {
      const before = await idOf(SECOND);
      await cdktf(first, 'destroy', 'prod');
      expect([await idOf('oclfirst'), await idOf(SECOND)]).toEqual(['', before]);
      await second('destroy', 'prod', '--auto-approve');
      expect(await idOf(SECOND)).toBe('');
    });
  },
);
