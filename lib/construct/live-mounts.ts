import type { Conventions } from '../model/conventions.js';
import type { BuildSource } from '../model/image.js';
import type { LivePath } from '../model/live-path.js';
import type { BindMount } from '../model/mount.js';

/** What dev lays over an image: what its construct declares live, and the shared directory. */
export function liveMounts(
  { appDirectory, shared }: Conventions,
  source: BuildSource,
  sharedHot = false,
): BindMount[] {
  const bind = (from: string, target: string, { kind, writable = false, hot = false }: Live): BindMount => ({
    type: 'bind',
    source: from,
    kind,
    target,
    readOnly: !writable,
    hot,
  });
  return [
    ...source.live.map((live) =>
      bind(`${source.directory}/${live.path}`, `${appDirectory}/${live.path}`, live),
    ),
    ...(shared && source.shared ? [bind(shared.source, shared.target, { kind: 'dir', hot: sharedHot })] : []),
  ];
}

type Live = Omit<LivePath, 'path'>;
