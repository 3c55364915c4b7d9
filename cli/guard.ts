import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepDeployed } from '../lib/deploy/deployed.js';
import { at } from '../lib/disk/files.js';
import { guardFile } from '../lib/engine/guard-files.js';
import type { GuardPlan } from '../lib/model/guard.js';
import { planText } from '../lib/model/plan.js';
import { type SystemSpec, startedOf } from '../lib/model/service-spec.js';
import { isOn } from '../lib/model/switch.js';
import { TOOL } from '../lib/model/tool.js';
import { withResolved } from './resolved.js';
import { staying } from './staying.js';

/**
 * Has a process of its own guard a system that runs, in the place of the one that did: it restarts what is unhealthy for
 * long, and after the engine was killed starts what ran. It ends when nothing of the system is there any more.
 * @param root the source root, absolute
 */
export async function guard(root: string, system: SystemSpec): Promise<void> {
  // in dev the watcher does it, while somebody works there
  if (system.mode === 'dev') return;
  await guardFile(root, system).end();
  if (!isOn(system.conventions, 'HEAL', process.env)) return;
  const { name, mode, conventions } = system;
  const services = startedOf(system).map((service) => ({
    ...{ name: service.name, container: service.container, kind: service.kind },
  }));
  const plan: GuardPlan = { name, mode, conventions, sourceRoot: root, services };
  const file = join(tmpdir(), `${TOOL}-guard-${randomUUID()}.json`);
  at(file, () => writeFileSync(file, planText(plan), { mode: 0o600 }));
  const { words, environment } = staying('guard-process');
  const child = spawn(process.execPath, [...words, file], {
    ...{ cwd: '/', detached: true, stdio: 'ignore' },
    env: { ...process.env, ...environment },
  });
  child.unref();
}

/** What Terraform calls at the end of a deploy of prod, which is up. @param words the file of the resolved system, relative to the project */
export function guardDeployed([file = '']: readonly string[]): Promise<void> {
  return withResolved(file, async (system, root) => {
    keepDeployed(process.cwd(), root, system);
    await guard(root, system);
  });
}
