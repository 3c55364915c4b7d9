import { listContainers, type RunningContainer } from '../lib/engine/docker.js';
import { imageName } from '../lib/model/image.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { leftOutLines, type ServiceSpec, type SystemSpec } from '../lib/model/service-spec.js';
import { UserError } from '../lib/model/user-error.js';
import { describePaths } from '../lib/model/watch.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { type Behind, catchUp } from '../lib/watch/catch-up.js';
import { stateOf } from '../lib/watch/container.js';
import { describeRunning } from './describe-running.js';

/** `status.sh`: a line for each container; exit code 1 where something is not right or nothing runs. */
export async function status(project: Project, only: Mode | undefined): Promise<void> {
  const modes = MODES.filter((mode) => only === undefined || mode === only);
  const { started, requireSound } = await describeRunning(project, modes);
  const shown = (
    await Promise.all(
      modes.map(async (mode) => {
        const { systems, settings } = started(mode);
        return { system: systems[mode], rows: await rowsOf(settings.sourceRoot, systems[mode]) };
      }),
    )
  ).filter(({ rows }) => rows.length > 0);
  if (shown.length === 0) {
    requireSound();
    const { name, conventions } = readSettings(project);
    throw new UserError(`nothing of ${name} runs`, conventions.commands.dev);
  }
  for (const { system, rows } of shown) {
    console.log(tableOf(system.mode, rows));
    for (const line of leftOutLines(system)) console.log(`  ${line}`);
  }
  if (shown.some(({ rows }) => rows.some(({ right }) => !right))) process.exitCode = 1;
  // what runs is shown first: the next start is refused for this
  requireSound();
}

interface Row {
  readonly cells: readonly string[];
  readonly right: boolean;
}

const HEADS = ['service', 'state', 'health', 'engine', 'image', 'files'];

/** Empty where nothing of the mode runs. */
async function rowsOf(sourceRoot: string, system: SystemSpec): Promise<Row[]> {
  const containers = await listContainers(system, system.mode);
  if (containers.length === 0) return [];
  const byService = new Map(containers.map((container) => [container.service, container]));
  const behind = await catchUp({ sourceRoot, services: system.services });
  return Promise.all(
    system.services.map(async (service): Promise<Row> => {
      const container = byService.get(service.name);
      if (!container) return { cells: [service.name, 'not there', '', '', '', ''], right: false };
      const image = await imageState(service);
      const files = filesState(
        service,
        behind.find((each) => each.service === service),
      );
      const health = healthOf(container);
      return {
        cells: [service.name, container.state, health, container.engine, image, files.text],
        right: health === 'healthy' && image === 'current' && files.right,
      };
    }),
  );
}

/** `Up 3 seconds (healthy)` → `healthy`, `Up 1 second (health: starting)` → `starting`. */
function healthOf({ status }: RunningContainer): string {
  return /\((?:health: )?(\w+)\)/.exec(status)?.[1] ?? '';
}

async function imageState(service: ServiceSpec): Promise<string> {
  return (await stateOf(service.container))?.image === imageName(service.image) ? 'current' : 'rebuild due';
}

function filesState(
  { mounts }: ServiceSpec,
  behind: Behind | undefined,
): { readonly text: string; readonly right: boolean } {
  if (!mounts.some(({ type }) => type === 'bind')) return { text: 'baked', right: true };
  if (!behind) return { text: 'mounted', right: true };
  const { stale, newer } = behind;
  if (stale.length > 0) return { text: `stale mount: ${describePaths(stale)}`, right: false };
  return { text: `restart due: ${describePaths(newer)}`, right: false };
}

function tableOf(mode: Mode, rows: readonly Row[]): string {
  const lines = [HEADS, ...rows.map(({ cells }) => cells)];
  const widths = HEADS.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  return [`${mode} mode`, ...lines.map((cells) => `  ${line(cells)}`.trimEnd())].join('\n');
}
