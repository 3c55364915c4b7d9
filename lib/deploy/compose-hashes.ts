import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderRelease } from '../compose/write/release.js';
import { renderCompose } from '../compose/write/render.js';
import { runCommand } from '../engine/command.js';
import { composeCall } from '../engine/compose.js';
import { probedBy } from '../model/idle-probes.js';
import type { Mode } from '../model/mode.js';
import { asBuilt } from '../model/release.js';
import type { SystemSpec } from '../model/service-spec.js';
import { TOOL } from '../model/tool.js';
import type { Description } from '../synth/description.js';
import { composeProject } from './up.js';

/**
 * Service → what Compose itself tells one version of it by: a container with another `config-hash` is one that it would replace.
 * Empty where every container says all that it was told, or Compose does not say.
 */
export async function composeHashes(
  description: Description,
  mode: Mode,
  startInterval: boolean,
): Promise<ReadonlyMap<string, string>> {
  const system: SystemSpec = description.systems[mode];
  if (system.services.every(({ compose, plain }) => !compose && !plain)) return new Map();
  const scratch = mkdtempSync(join(tmpdir(), `${TOOL}-config-`));
  try {
    const file = join(scratch, 'docker-compose.yml');
    writeFileSync(
      file,
      mode === 'dev'
        ? renderCompose(probedBy(system, startInterval))
        : renderRelease(probedBy(asBuilt<Mode>(system), startInterval)),
    );
    const project = { ...composeProject(description, mode, startInterval), file };
    const { args, env } = composeCall(project, ['--profile', '*', 'config', '--hash', '*']);
    const { failed, stdout } = await runCommand('docker', args, { env });
    if (failed) return new Map();
    return new Map(
      stdout.split('\n').flatMap((line): [string, string][] => {
        const [service = '', hash = ''] = line.trim().split(' ');
        return hash === '' ? [] : [[service, hash]];
      }),
    );
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
