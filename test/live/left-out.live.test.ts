import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestSystem } from './harness.js';
import { attempt, TERRAFORM_LACK } from './terraform.js';

const LEFT_OUT = ['asset-service', 'network-service', 'identity-service', 'prefect-server'];

describe('a checkout of which one service cannot be built', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await TestSystem.make({ name: 'oclpartly', portOffset: 24_100, outside: true });
    rmSync(join(system.root, 'ai-brain/Dockerfile.clean'));
  });
  afterAll(() => system?.remove());

  it('starts with those that somebody chose, and says each time what was left out', async () => {
    const stdout = await system.must('./scripts/dev-mode.sh', '--detach', '--only', 'communication-service');
    expect(stdout).toMatch(/^Left out: ai-brain \(not in --only\), asset-service \(not in --only\), /m);
    const status = await system.must('./scripts/status.sh', 'dev');
    expect(status).toMatch(/\n {2}communication-service +running +healthy +compose +current +mounted\n/);
    expect(status).toMatch(/\n {2}Left out: ai-brain \(not in --only\), /);
    expect(status).not.toMatch(/not there/);
    expect(await system.must('./scripts/verify.sh', 'dev')).toContain('Proven: dev matches the source tree.');
    expect(await system.must('./scripts/compose.sh', 'dev', 'ps')).toContain('communication-service');
  });

  it('goes over to prod without that one and what requires it, if that is said', async () => {
    const without = ['ai-brain', ...LEFT_OUT].join(',');
    const args = ['--replace', '--without', without];
    expect((await system.run('./scripts/prod-mode.sh', args)).stderr).toContain(
      'Fix: add --with-dependents to leave out automation-service, frontend too, or keep what they require.',
    );
    await system.must('./scripts/prod-mode.sh', ...args, '--with-dependents');
    const status = await system.must('./scripts/status.sh');
    expect(status).toMatch(/prod mode\n[\s\S]*Left out: .*frontend \(requires ai-brain\)/);
    expect(status).not.toMatch(/not there/);
  });

  it.skipIf(TERRAFORM_LACK)('is deployed without them by Terraform, and status says so', async () => {
    await system.must('./scripts/stop-prod.sh');
    const environment = {
      OPSCONDUCTOR_WITHOUT: ['ai-brain', ...LEFT_OUT].join(','),
      OPSCONDUCTOR_WITH_DEPENDENTS: '1',
    };
    expect(await attempt(system, 'apply', 'dev', environment)).toMatchObject({ exitCode: 0 });
    const status = await system.must('./scripts/status.sh');
    expect(status).toMatch(/dev mode\n[\s\S]*Left out: .*frontend \(requires ai-brain\)/);
    expect(status).not.toMatch(/not there/);
    expect(await attempt(system, 'destroy', 'dev', environment)).toMatchObject({ exitCode: 0 });
  });
});
