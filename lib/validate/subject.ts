import { resolve } from 'node:path';
import type { AttributePlaces } from '../compose/read/parsed.js';
import type { CheckedSystem } from '../model/checked-system.js';
import type { Facts } from '../model/facts.js';
import type { Finding } from '../model/finding.js';
import { MODES, type Mode } from '../model/mode.js';
import type { Locate } from '../report/report.js';

/** What is validated. */
export interface Subject {
  /** The source root, absolute, at the end of every link. */
  readonly root: string;
  /** In whose repository a code scanner looks for the lines, absolute. */
  readonly home: string;
  readonly dev: CheckedSystem | undefined;
  readonly prod: CheckedSystem | undefined;
  /** Both as Compose is told them: what it mounts by itself, no rule looks at. @default - the same */
  readonly told?: () => Pick<Subject, 'dev' | 'prod'>;
  readonly facts: Facts;
  /** The mode that nobody named. @default - every mode was named */
  readonly guessed?: Mode;
  /** What was found while it was read. */
  readonly findings: readonly Finding[];
  readonly locate: Locate;
}

/** A finding's own place, else its attribute's in the Compose file of its mode; the line of both modes is dev's. */
export function locator(root: string, placesOf: (mode: Mode) => AttributePlaces | undefined): Locate {
  return ({ where, at, place }) => {
    if (place) return { file: resolve(root, place.file), line: place.line };
    const slash = where.indexOf('/');
    const mode = MODES.find((known) => known === where || where.startsWith(`${known}/`));
    const places = placesOf(mode ?? 'dev') ?? placesOf('prod');
    const { file = root, line = 1 } = places?.find(slash < 0 ? undefined : where.slice(slash + 1), at) ?? {};
    return { file, line };
  };
}
