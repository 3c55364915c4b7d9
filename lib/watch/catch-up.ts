import { programStart } from '../engine/program-start.js';
import type { StaleMount } from '../engine/stale-mounts.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf, type WatchPlan } from '../model/watch.js';
import { runningOf } from './container.js';
import { WatchedFiles } from './watched-files.js';

/** A service that runs on other files than are there now. */
export interface Behind {
  readonly service: ServiceSpec;
  readonly stale: readonly StaleMount[];
  /** Files that are newer than its process, relative to the source root. */
  readonly newer: readonly string[];
}

/** All that a service is behind with, relative to the source root. */
export function pathsOf({ stale, newer }: Behind): string[] {
  return [...stale.map(({ source }) => source), ...newer];
}

/**
 * Services whose mounts are stale, or whose files are newer than their process: all that changed unwatched. What a process has read
 * nobody knows but itself, so a file that was only touched is a newer one, too, as it is for the watcher.
 */
export async function catchUp(
  { sourceRoot, services }: Pick<WatchPlan, 'sourceRoot' | 'services'>,
  tree = new WatchedFiles(sourceRoot, services),
): Promise<Behind[]> {
  const paths = [...tree.scan().keys()];
  const behind = await Promise.all(
    services.map(async (service): Promise<Behind[]> => {
      if (bindsOf(service).length === 0) return [];
      const running = await runningOf(sourceRoot, service);
      if (!running) return [];
      const { state, stale } = running;
      const cold = bindsOf(service).filter(({ hot }) => !hot);
      const began = (await programStart(service, state)) ?? state.startedAt;
      const newer = paths.filter(
        (path) =>
          cold.some(({ source }) => path === source || path.startsWith(`${source}/`)) &&
          tree.changedAt(path) > began.getTime(),
      );
      return stale.length + newer.length > 0 ? [{ service, stale, newer }] : [];
    }),
  );
  return behind.flat();
}
