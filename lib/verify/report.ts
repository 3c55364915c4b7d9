import { counted } from '../model/counted.js';
import type { Mode } from '../model/mode.js';
import type { Mount } from '../model/mount.js';
import { failedSaves, type ProbeResult } from './probe-report.js';

/** Path → what is there: a hash of the file's bytes, or where the link points. */
export type FileHashes = ReadonlyMap<string, string>;

export interface FileDifference {
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'added';
}

/** What `found` has otherwise than `wanted`, sorted by path. */
export function compareFiles(wanted: FileHashes, found: FileHashes): FileDifference[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].sort().flatMap((path): FileDifference[] => {
    if (wanted.get(path) === found.get(path)) return [];
    return [{ path, kind: !found.has(path) ? 'missing' : wanted.has(path) ? 'changed' : 'added' }];
  });
}

/** @param against what it was compared with: `the source tree` */
export function describeDifference({ path, kind }: FileDifference, against: string): string {
  if (kind === 'changed') return `${path} differs from ${against}`;
  return kind === 'missing' ? `${path} is missing, ${against} has it` : `${path} is not in ${against}`;
}

/** A mount as the engine has it. */
export interface FoundMount {
  readonly type: string;
  /** The host's path of a bind mount, the name of a volume. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/**
 * What the engine mounts otherwise than the spec, in words.
 * @param place the host's path of a bind mount's source, as the engine would have it
 */
export function compareMounts(
  spec: readonly Mount[],
  found: readonly FoundMount[],
  place: (source: string) => string,
): string[] {
  const wanted = spec.map(
    (mount): FoundMount => ({
      type: mount.type,
      source: mount.type === 'bind' ? place(mount.source) : mount.volume,
      target: mount.target,
      readOnly: mount.readOnly,
    }),
  );
  const targets = [...new Set([...wanted, ...found].map(({ target }) => target))].sort();
  return targets.flatMap((target) => {
    const want = wanted.find((mount) => mount.target === target);
    const have = found.filter((mount) => mount.target === target).at(-1);
    if (!have) return [`${target} is not mounted; it should be${want ? `, from ${words(want)}` : ''}`];
    if (!want) return [`${target} is mounted from ${words(have)}; nothing should be there`];
    if (words(want) === words(have)) return [];
    return [`${target} is mounted from ${words(have)}; it should be ${words(want)}`];
  });
}

function words({ type, source, readOnly }: FoundMount): string {
  return `${type} ${source}, ${readOnly ? 'read-only' : 'writable'}`;
}

/** What was found of one container of a mode. */
export interface ServiceReport {
  readonly service: string;
  readonly container: string;
  /** What holds, short. */
  readonly proven: readonly string[];
  /** What does not hold, one line each, with the path and how to fix it. */
  readonly problems: readonly string[];
  /** What cannot be known, and why. */
  readonly notes: readonly string[];
}

export interface ModeReport {
  readonly mode: Mode;
  readonly services: readonly ServiceReport[];
}

export interface VerifyReport {
  readonly proven: boolean;
  readonly modes: readonly ModeReport[];
  /** Whether dev runs the source that prod has: what runs there, else its last release; only where both are known. */
  readonly sameSource?: SameSource;
  /** What became of saves in a copy; only where that was asked for. */
  readonly probe?: readonly ProbeResult[];
}

export interface SameSource {
  /** Files that were compared, in all services. */
  readonly files: number;
  /** `order-service: main.py` */
  readonly differing: readonly string[];
}

/** Service → all source that it runs, relative to its build context. */
export type ServiceSources = ReadonlyMap<string, FileHashes>;

/** Each service that both have, file by file. */
export function compareSources(dev: ServiceSources, prod: ServiceSources): SameSource {
  const both = [...dev].flatMap(([service, tree]) => {
    const other = prod.get(service);
    return other ? [{ service, tree, other }] : [];
  });
  return {
    files: both.reduce((sum, { tree }) => sum + tree.size, 0),
    differing: both.flatMap(({ service, tree, other }) =>
      compareFiles(tree, other).map(({ path }) => `${service}: ${path}`),
    ),
  };
}

/** Every difference of the source is one of a mode's too: from the source tree as it is now. */
export function verifyReport(
  modes: readonly ModeReport[],
  sameSource?: SameSource,
  probe?: readonly ProbeResult[],
): VerifyReport {
  const proven = problemsOf(modes).length === 0 && failedSaves(probe ?? []) === 0;
  return { proven, modes, ...(sameSource ? { sameSource } : {}), ...(probe ? { probe } : {}) };
}

function problemsOf(modes: readonly ModeReport[]): string[] {
  return modes.flatMap(({ services }) => services.flatMap(({ problems }) => problems));
}

/** The report as it is printed; its last line is the verdict. */
export function formatReport({ proven, modes, sameSource, probe }: VerifyReport): string {
  const lines = modes.flatMap(({ mode, services }) => [
    `${mode}:`,
    ...services.flatMap(({ service, proven, problems, notes }) => [
      problems.length === 0 ? `  ok ${service}: ${proven.join(', ')}` : `  ${service}:`,
      ...problems.map((problem) => `    ${problem}`),
      ...notes.map((note) => `    note: ${note}`),
    ]),
  ]);
  const names = modes.map(({ mode }) => mode).join(' and ');
  const verdict = proven
    ? `Proven: ${names} match${modes.length === 1 ? 'es' : ''} the source tree${probe ? ', and every save takes effect' : ''}.`
    : `Not proven: ${[counted(problemsOf(modes).length, 'difference'), ...(probe ? [`${counted(failedSaves(probe), 'save')} without effect`] : [])].join(', ')}.`;
  return [...lines, ...(sameSource ? sourceLines(sameSource) : []), verdict].join('\n');
}

function sourceLines({ files, differing }: SameSource): string[] {
  if (differing.length === 0) return [`dev and prod have the same source: ${counted(files, 'file')}`];
  return ['dev and prod do not have the same source:', ...differing.map((file) => `  ${file}`)];
}
