import type { z } from 'zod';
import { nothingRuns, startOf } from '../lib/deploy/nothing-runs.js';
import { changedByHand } from '../lib/engine/by-hand.js';
import { closedPaths, describeClosed } from '../lib/engine/closed-paths.js';
import { listContainers, type RunningContainer } from '../lib/engine/docker.js';
import { imageName } from '../lib/model/image.js';
import { MODES, type Mode } from '../lib/model/mode.js';
import { publishedHost } from '../lib/model/port.js';
import { leftOutLines, type ServiceSpec, type SystemSpec } from '../lib/model/service-spec.js';
import { bindsOf, describePaths } from '../lib/model/watch.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings, type Settings } from '../lib/synth/settings.js';
import { type Behind, catchUp } from '../lib/watch/catch-up.js';
import { type ContainerState, stateOf } from '../lib/watch/container.js';
import { describeRunning } from './describe-running.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

/** `status.sh`: a line for each container; exit code 1 where something is not right or nothing runs. */
export async function status(project: Project, only: Mode | undefined, json: boolean): Promise<void> {
  const wanted = MODES.filter((mode) => only === undefined || mode === only);
  const { started, isSound, requireSound } = await describeRunning(project, wanted);
  const all = await Promise.all(
    wanted.map(async (mode) => {
      const { systems, settings } = started(mode);
      return { system: systems[mode], services: await rowsOf(settings, systems[mode]) };
    }),
  );
  const shown = all.filter(({ services }) => services.length > 0);
  const right = shown.length > 0 && shown.every(({ services }) => services.every((row) => row.right));
  if (json)
    printJson(SHAPES.status, {
      ...{ version: 1, right: right && isSound() },
      modes: shown.map(({ system: { mode, leftOut = [] }, services }) => ({ mode, services, leftOut })),
    });
  const settings = readSettings(project);
  const { commands } = settings.conventions;
  if (shown.length === 0) {
    requireSound();
    throw await nothingRuns(settings, only, commands.status);
  }
  if (!json)
    for (const { system, services } of shown)
      console.log(textOf(system, services, startOf(settings, system.mode)));
  if (!right) process.exitCode = 1;
  // what runs is shown first: the next start is refused for this
  requireSound();
}

function textOf(system: SystemSpec, rows: readonly StatusRow[], start: string): string {
  const leftOut = leftOutLines(system).map((line) => `  ${line}`);
  const changed = rows.flatMap(({ service, changed = [] }) => changed.map((what) => `  ${service} ${what}`));
  return [tableOf(system.mode, rows), ...leftOut, ...changed, ...cureOf(rows, start)].join('\n');
}

type StatusRow = z.input<typeof SHAPES.status>['modes'][number]['services'][number];

/** Empty where nothing of the mode runs. */
async function rowsOf({ sourceRoot, host }: Settings, system: SystemSpec): Promise<StatusRow[]> {
  const containers = await listContainers(system, system.mode);
  if (containers.length === 0) return [];
  const byName = new Map(containers.map((container) => [container.name, container]));
  const behind = await catchUp({ sourceRoot, services: system.services });
  const byHand = await changedByHand(system);
  return Promise.all(
    system.services.map(async (service): Promise<StatusRow> => {
      const container = byName.get(service.container);
      const addresses = service.published.map(
        (port) => `http://${publishedHost(system.mode, host)}:${port.host}`,
      );
      if (!container)
        return { service: service.name, state: 'not there', health: '', addresses: [], right: false };
      const inspected = await stateOf(service.container);
      const image = inspected?.image === imageName(service.image) ? 'current' : 'rebuild due';
      const files = filesState(
        service,
        behind.find((each) => each.service === service),
        inspected,
      );
      const changed = byHand.get(service.container);
      const { state, engine } = container;
      const health = healthOf(container);
      return {
        ...{ service: service.name, state, health, engine, image, files: files.text, addresses },
        ...(changed ? { changed } : {}),
        right: health === 'healthy' && image === 'current' && files.right && !changed,
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

/** What makes all of a mode right, if not all of it is. */
function cureOf(rows: readonly StatusRow[], start: string): string[] {
  return rows.every(({ right }) => right) ? [] : [`  Not all is right. Fix: ${start}.`];
}

const HEADS = ['service', 'state', 'health', 'engine', 'image', 'files'] as const;

function tableOf(mode: Mode, rows: readonly StatusRow[]): string {
  const lines = [HEADS, ...rows.map((row) => HEADS.map((head) => row[head] ?? ''))];
  const widths = HEADS.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  return [`${mode} mode`, ...lines.map((cells) => `  ${line(cells)}`.trimEnd())].join('\n');
}
