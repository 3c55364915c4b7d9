import { requireEngine } from '../lib/deploy/require-engine.js';
import { closedPaths, describeClosed } from '../lib/engine/closed-paths.js';
import { listContainers, type RunningContainer } from '../lib/engine/docker.js';
import { imageName } from '../lib/model/image.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import type { ServiceSpec, SystemSpec } from '../lib/model/service-spec.js';
import { UserError } from '../lib/model/user-error.js';
import { bindsOf, describePaths } from '../lib/model/watch.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { describe } from '../lib/synth/synthesis.js';
import { type Behind, catchUp } from '../lib/watch/catch-up.js';
import { type ContainerState, stateOf } from '../lib/watch/container.js';

/** `status.sh`: a line for each container; exit code 1 where something is not right or nothing runs. */
export async function status(project: Project, only: Mode | undefined): Promise<void> {
  const modes = MODES.filter((mode) => only === undefined || mode === only);
  const { systems, settings } = describe(readSettings(project));
  await requireEngine(project.system.conventions.commands);
  const tables = await Promise.all(modes.map((mode) => rowsOf(settings.sourceRoot, systems[mode])));
  const shown = modes.flatMap((mode, i) => (tables[i]?.length ? [{ mode, rows: tables[i] }] : []));
  if (shown.length === 0)
    throw new UserError(`nothing of ${settings.name} runs`, settings.conventions.commands.dev);
  for (const { mode, rows } of shown) console.log(tableOf(mode, rows));
  if (shown.some(({ rows }) => rows.some(({ right }) => !right))) process.exitCode = 1;
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
      const state = await stateOf(service.container);
      const image = state?.image === imageName(service.image) ? 'current' : 'rebuild due';
      const files = filesState(
        service,
        behind.find((each) => each.service === service),
        state,
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

function filesState(
  service: ServiceSpec,
  behind: Behind | undefined,
  state: ContainerState | undefined,
): { readonly text: string; readonly right: boolean } {
  const targets = bindsOf(service).map(({ target }) => target);
  if (targets.length === 0) return { text: 'baked', right: true };
  const closed = state ? closedPaths(state, targets) : [];
  if (closed.length > 0)
    return { text: `not readable: ${describePaths(closed.map(describeClosed))}`, right: false };
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
