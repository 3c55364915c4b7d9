import { createHash } from 'node:crypto';
import type { Finding, SourcePlace } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import type { ReportedFinding } from './reported-finding.js';

/** A finding of one service of one mode, and its line. */
export interface Located {
  readonly finding: Finding;
  readonly modes: readonly Mode[];
  readonly service?: string;
  /** The path is absolute. */
  readonly place: SourcePlace;
}

/** One cause is one finding: what many services have in the same words, or a service that is the same in both modes. */
export function groupByCause(found: readonly Located[]): ReportedFinding[] {
  const inBothModes = group(found, ({ finding, service }) => [service, finding.place, ...wordsOf(finding)]);
  const causes = group(inBothModes, (members) => {
    const [{ finding, place, service }] = members;
    const modes = members.flatMap((member) => member.modes);
    return finding.cause === undefined
      ? [service === undefined ? place : 'services', modes, ...wordsOf(finding)]
      : [finding.rule, finding.severity, finding.exception, finding.cause];
  });
  return causes.map((members) => reported(members.flat() as [Located, ...Located[]]));
}

/** What a baseline accepts, and code scanning knows it by: the same wherever its line moves. */
export function fingerprintOf({ rule, where, at, problem }: Finding): string {
  const service = where.replace(/^(dev|prod)(?=\/|$)/, '');
  return digest([rule, service, at, problem.replaceAll(/(?<=:|\bline )\d+/g, '')]);
}

function wordsOf({ rule, severity, at, problem, fix, exception }: Finding): unknown[] {
  return [rule, severity, at, problem, fix, exception];
}

function reported(members: readonly [Located, ...Located[]]): ReportedFinding {
  const [{ finding, service, place }, ...others] = members;
  const { where: _, place: __, cause, ...rest } = finding;
  const services = others.flatMap((other) => other.service ?? []);
  const places = distinct(others.map((other) => other.place));
  const fingerprints = [...new Set(members.map((member) => fingerprintOf(member.finding)))];
  return {
    ...rest,
    modes: [...new Set(members.flatMap(({ modes }) => modes))],
    ...(service === undefined ? {} : { service }),
    place,
    alsoIn: [...new Set(services)].filter((name) => name !== service),
    alsoAt: places.filter(({ file, line }) => file !== place.file || line !== place.line),
    cause:
      cause === undefined
        ? digest([finding.rule, finding.at, finding.problem])
        : digest([finding.rule, cause]),
    fingerprints,
  };
}

function distinct(places: readonly SourcePlace[]): SourcePlace[] {
  return [...new Map(places.map((place) => [`${place.file}:${place.line}`, place])).values()];
}

function digest(words: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16);
}

function group<T>(all: readonly T[], key: (each: T) => unknown): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of all) {
    const name = JSON.stringify(key(each));
    const known = groups.get(name);
    if (known) known.push(each);
    else groups.set(name, [each]);
  }
  return [...groups.values()];
}
