import type { Conventions, Named } from './conventions.js';
import type { Engine } from './deployment.js';
import { covers } from './live-path.js';
import type { BindMount, Mount } from './mount.js';
import type { ServiceSpec } from './service-spec.js';

/** Milliseconds: looking twice a second costs little and is soon enough for a person. */
export const POLL = 500;

/** The environment variable that names the file in which whoever starts the watcher waits for its plan. */
export const WATCH_PLAN = 'TWOMODE_WATCH_PLAN';

/** What the watcher is told of a dev system that runs; plain JSON. */
export interface WatchPlan extends Named {
  /** Absolute. */
  readonly sourceRoot: string;
  /** Those that have a container. */
  readonly services: readonly ServiceSpec[];
  /** Services that are left out, also when an image is rebuilt. */
  readonly without: readonly string[];
  /** Who made the containers. */
  readonly engine: Engine;
  /** What a start is told again by, where an image is rebuilt. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a change of a baked file builds and replaces by itself. */
  readonly rebuild: boolean;
  /** Milliseconds from one look at the files to the next. @default - the kernel tells of changes */
  readonly poll?: number;
}

/** Something at a path → what tells it from what was there before. Paths are relative to the source root. */
export type Snapshot = ReadonlyMap<string, string>;

/** What a change of a path means to a service: one of its mounts, or its image. */
export interface Concern {
  readonly service: ServiceSpec;
  /** undefined for a file that is baked */
  readonly mount: BindMount | undefined;
}

export function bindsOf(service: ServiceSpec): BindMount[] {
  return (service.mounts as readonly Mount[]).filter((mount) => mount.type === 'bind');
}

/** Every service that a change at a path concerns; one that mounts it is not concerned by it as baked too. */
export function concernsOf(services: readonly ServiceSpec[], path: string): Concern[] {
  return services.flatMap((service): Concern[] => {
    const mount = bindsOf(service).find(({ kind, source }) => covers({ kind, path: source }, path));
    if (mount) return [{ service, mount }];
    return isBaked(service, path) ? [{ service, mount: undefined }] : [];
  });
}

function isBaked({ image }: ServiceSpec, path: string): boolean {
  if (image.kind !== 'build') return false;
  const { directory, only } = image.source;
  const inner = directory === '.' ? path : path.slice(directory.length + 1);
  if (directory !== '.' && !path.startsWith(`${directory}/`)) return false;
  return only?.includes(inner) ?? true;
}

/** The paths that came, went or changed from one snapshot to the next, sorted. */
export function changedPaths(before: Snapshot, after: Snapshot): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** Whether another directory stands where one stood before. */
export function directoryReplaced(before: Snapshot, after: Snapshot): boolean {
  const isDirectory = (print: string | undefined) => print?.startsWith('directory') ?? false;
  return changedPaths(before, after).some(
    (path) => isDirectory(before.get(path)) && isDirectory(after.get(path)),
  );
}

/** An edit, and what was done for it: a line of the watcher's. */
export interface Edit {
  /** When it was done, RFC 3339. */
  readonly time: string;
  /** Relative to the source root. */
  readonly paths: readonly string[];
  /** In words: `api restarted, healthy in 0.6 s` */
  readonly done: string;
  /** How long it took. @default - nothing had to be done, or it is not over */
  readonly seconds?: number;
}

/** Says what was done for an edit. */
export type TellEdit = (paths: readonly string[], done: string, seconds?: number) => void;

/** `order-service/main.py`, `shared/db.py and 3 more`. A directory is named where nothing in it is. */
export function describePaths(paths: readonly string[]): string {
  const [first = '', ...more] = tellingPaths(paths);
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

/** Sorted; a directory is among them where nothing in it is. */
export function tellingPaths(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)].sort();
  return unique.filter((path) => !unique.some((other) => other.startsWith(`${path}/`)));
}

/** `14:03:07 order-service/main.py → order-service restarted, healthy in 0.6 s` */
export function eventLine(time: Date, paths: readonly string[], done: string): string {
  return timed(time, `${describePaths(paths)} → ${done}`);
}

/** What becomes of an edit of a file that is mounted, and is not the watcher's to act on. */
export function shownBy({ name, plain }: ServiceSpec, { commands }: Conventions): string {
  // what Compose alone was told to mount: whether its program reads it again, only the program knows
  return plain
    ? `${name} has it; a program that does not reload by itself needs ${commands.program} restart ${name}`
    : `${name} shows it by itself`;
}

/** A line of the watcher's: `14:03:07 /srv/shop is back` */
export function timed(time: Date, what: string): string {
  return `${time.toTimeString().slice(0, 8)} ${what}`;
}
