import { appendFileSync, chmodSync, cpSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { docker } from './engine.js';
import type { TestSystem } from './harness.js';

/**
 * Changes files of a dev that nothing watches, and has `status` and `verify` name the same services.
 * @param system runs the three services in dev; does so again, on the files that were there
 */
export async function expectWhatStatusSays(system: TestSystem): Promise<void> {
  const at = (path: string) => join(system.root, path);
  const all = ['asset-service', 'automation-service', 'communication-service'];
  const copyOf = (service: string) => join(system.directory, 'before', service);
  for (const service of all) cpSync(at(service), copyOf(service), { recursive: true });
  const restart = async (services: readonly string[]) => {
    await docker('restart', ...services.map((service) => system.container(service, 'dev')));
    await system.healthy('dev');
  };
  /** What each of them says is not right. */
  const said = async () => {
    const [status, verified] = await Promise.all([
      system.run('./scripts/status.sh', ['dev', '--json']),
      system.run('./scripts/verify.sh', ['dev', '--json']),
    ]);
    const rows = (output: string) =>
      (JSON.parse(output) as { modes: { services: readonly Record<string, unknown>[] }[] }).modes[0]
        ?.services;
    expect(status.exitCode, status.stdout + verified.stdout).toBe(verified.exitCode);
    const wrong = {
      status: rows(status.stdout)
        ?.flatMap(({ service, right }) => (right ? [] : [service]))
        .sort(),
      verify: rows(verified.stdout)
        ?.flatMap(({ service, problems }) => ((problems as readonly string[]).length === 0 ? [] : [service]))
        .sort(),
    };
    return { ...wrong, stdout: status.stdout + verified.stdout };
  };
  const changes: readonly (readonly [what: () => unknown, wrong: readonly string[]])[] = [
    [
      () => {
        appendFileSync(at('asset-service/main.py'), '# edited in place\n');
        writeFileSync(at('automation-service/libraries/added.py'), '');
        const now = new Date();
        utimesSync(at('communication-service/main.py'), now, now);
      },
      all,
    ],
    [
      async () => {
        rmSync(at('automation-service/libraries/added.py'));
        chmodSync(at('asset-service/data/kinds.json'), 0o664);
        appendFileSync(at('communication-service/requirements.txt'), '# baked\n');
      },
      all,
    ],
    [
      async () => {
        chmodSync(at('automation-service/requirements.txt'), 0o755);
        appendFileSync(at('asset-service/main.py'), '# edited, and restarted\n');
        await restart(['asset-service']);
      },
      ['automation-service'],
    ],
    // the next start is refused, too
    [() => rmSync(at('communication-service/main.py')), ['communication-service']],
  ];
  for (const [change, wrong] of changes) {
    await change();
    const { stdout, ...found } = await said();
    expect(found, stdout).toEqual({ status: wrong, verify: wrong });
    for (const service of all) cpSync(copyOf(service), at(service), { recursive: true });
    if (change !== changes.at(-1)?.[0]) await restart(all);
  }
  // a start that watches nothing brings up what is there
  await system.must('./scripts/dev-mode.sh', '--detach');
  const { stdout, ...found } = await said();
  expect(found, stdout).toEqual({ status: [], verify: [] });
}
