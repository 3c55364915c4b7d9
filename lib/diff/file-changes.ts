import { covers } from '../model/live-path.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { bindsOf, changedPaths, concernsOf, type Snapshot } from '../model/watch.js';
import type { Change } from './change.js';
import type { FilesOf } from './side.js';

/** What edits of files do to a service: those of its image have it built anew, live ones have it restarted. */
export function compareFiles(
  before: ServiceSpec,
  after: ServiceSpec,
  [old, fresh]: readonly [FilesOf | undefined, FilesOf | undefined],
  mode: Mode,
): Change[] {
  if (before.image.kind !== 'build' || after.image.kind !== 'build') return [];
  const [was, is] = [old?.(before) ?? new Map(), fresh?.(after) ?? new Map()];
  // a file that has become live is no longer one of the image's, as dev counts them
  const covered = changedPaths(without(was, before), without(is, after));
  // what only Compose mounts over an image is one of its files as well
  const isAnother = before.image.tag !== after.image.tag;
  const baked = isAnother && covered.length === 0 ? changedPaths(was, is) : covered;
  const live = changedPaths(was, is).filter((path) => isLive(after, path) && !baked.includes(path));
  const hot = live.every((path) => concernsOf([after], path).every(({ mount }) => mount?.hot ?? false));
  const common = { name: '', kind: 'changed', modes: [mode] } as const;
  return [
    ...(isAnother ? [{ ...common, area: 'image files', ...said(baked), effect: 'rebuild' } as const] : []),
    ...(live.length === 0
      ? []
      : [{ ...common, area: 'live files', ...said(live), effect: hot ? 'nothing' : 'restart' } as const]),
  ];
}

/** Where two digests differ and no file does, the files are not known. */
function said(paths: readonly string[]): Pick<Change, 'paths'> {
  return paths.length === 0 ? {} : { paths };
}

/** The files that no mount of the service lies over. */
function without(files: Snapshot, service: ServiceSpec): Snapshot {
  return new Map([...files].filter(([path]) => !isLive(service, path)));
}

function isLive(service: ServiceSpec, path: string): boolean {
  return bindsOf(service).some(({ kind, source }) => covers({ kind, path: source }, path));
}
