import type { Conventions } from '../model/conventions.js';
import type { BuildSource } from '../model/image.js';

/** Where a file or directory of a service's source lies. */
export interface SourceLocation {
  /** Relative to the build context. */
  readonly path: string;
  /** Relative to the source root. */
  readonly source: string;
  /** In a container, absolute. */
  readonly target: string;
}

/** All that dev mounts of a service, the shared directory too. */
export function livePlaces({ appDirectory, shared }: Conventions, source: BuildSource): SourceLocation[] {
  const own = source.live.map(({ path }) => ({
    path,
    source: `${source.directory}/${path}`,
    target: `${appDirectory}/${path}`,
  }));
  return shared && source.shared ? [...own, { path: shared.source, ...shared }] : own;
}

/** Where a container's file lies in the build context, if it is source; undefined for any other. */
export function contextPath({ appDirectory, shared }: Conventions, target: string): string | undefined {
  const below = (directory: string) => target.startsWith(`${directory}/`);
  if (shared && below(shared.target)) return shared.source + target.slice(shared.target.length);
  return below(appDirectory) ? target.slice(appDirectory.length + 1) : undefined;
}

/** Where a file of the build context lies in a container. */
export function containerPath({ appDirectory, shared }: Conventions, path: string): string {
  return shared && path.startsWith(`${shared.source}/`)
    ? shared.target + path.slice(shared.source.length)
    : `${appDirectory}/${path}`;
}
