import { statSync } from 'node:fs';
import { join } from 'node:path';
import { programStart } from '../engine/program-start.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf, type WatchPlan } from '../model/watch.js';
import { runningOf } from './container.js';
import { WatchedFiles } from './watched-files.js';

/** A service that runs on other files than are there now. */
export interface Behind {
  readonly service: ServiceSpec;
  /** Sources of its stale mounts, relative to the source root. */
  readonly stale: readonly string[];
  /** Files that are newer than its process, relative to the source root. */
  readonly newer: readonly string[];
}

/** Services whose mounts are stale, or whose files are newer than their process: all that changed unwatched. */
export async function catchUp(
  { sourceRoot, services }: Pick<WatchPlan, 'sourceRoot' | 'services'>,
  tree = new WatchedFiles(sourceRoot, services),
): Promise<Behind[]> {
  const paths = [...tree.scan().keys()];
  const behind = await Promise.all(
    services.map(async (service): Promise<Behind[]> => {
      const running = await runningOf(sourceRoot, service);
      if (!running) return [];
      const { state } = running;
      const stale = running.stale.map(({ source }) => source);
      const cold = bindsOf(service).filter(({ hot }) => !hot);
      const began = (await programStart(service, state)) ?? state.startedAt;
      const newer = paths.filter(
        (path) =>
          cold.some(({ source }) => path === source || path.startsWith(`${source}/`)) &&
          changedAt(join(sourceRoot, path)) > began.getTime(),
      );
      return stale.length + newer.length > 0 ? [{ service, stale, newer }] : [];
    }),
  );
  return behind.flat();
}

/** Milliseconds; a file that was moved here is as new as its move. A directory is as new as its last name. */
function changedAt(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? Math.max(stats.mtimeMs, stats.ctimeMs) : 0;
}
