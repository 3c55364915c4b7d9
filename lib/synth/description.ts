import type { SystemContext } from '../construct/definition.js';
import type { Systems } from '../construct/systems.js';
import { DiskSources } from '../disk/disk-sources.js';
import { ChangedFile } from '../disk/file-digest.js';
import { unusualSecrets } from '../disk/secrets.js';
import { type Finding, isError } from '../model/finding.js';
import type { Mode } from '../model/mode.js';
import { checkForErrors } from '../rules/check-for-errors.js';
import { build } from './build.js';
import { faultsError, findingsOf } from './faults.js';
import type { ProjectSettings, Settings } from './settings.js';

/** Both systems as they are to run here; unchecked. */
export interface Description {
  readonly systems: Systems;
  readonly settings: Settings;
  readonly sources: DiskSources;
  /** Everything that is found in the source root, warnings too; worked out when it is asked for, and once. */
  readonly findings: () => readonly Finding[];
  /** Those that are errors, for whoever asks for nothing else; likewise. */
  readonly errors: () => readonly Finding[];
}

/**
 * Reads the source root and describes both systems.
 * @throws UserError with everything that is wrong, where that stands in the way of a description
 */
export function describe(settings: Settings): Description {
  const description = describeAnyway(settings);
  requireWhole(description);
  return description;
}

/** So often the sources are read again while somebody saves them. */
const TRIES = 5;

/**
 * Does something with a description, and again with a new one where a file was saved before it had been copied.
 * @throws UserError naming the file that is saved again and again
 */
export async function whileUnchanged<T>(
  description: Description,
  work: (description: Description) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await work(tries === 1 ? description : describe(description.settings));
    } catch (error) {
      if (!(error instanceof ChangedFile) || tries === TRIES) throw error;
    }
}

/** The same for whoever looks at what runs, which is there whatever stands in the way: of what cannot be read there is nothing. */
export function describeAnyway(settings: Settings): Description {
  const sources = sourcesOf(settings);
  const systems = build(settings, sources, unusual(settings));
  let known: readonly Finding[] | undefined;
  const findings = () => {
    known ??= findingsOf(systems, settings, sources.tree);
    return known;
  };
  let errors: readonly Finding[] | undefined;
  return {
    ...{ systems, settings, sources, findings },
    errors: () => {
      errors ??=
        known?.filter(isError) ?? findingsOf(systems, settings, sources.tree, checkForErrors).filter(isError);
      return errors;
    },
  };
}

/** @throws UserError with everything that is wrong, where that stands in the way of a description */
export function requireWhole(description: Description): void {
  if (!description.sources.isWhole) requireSound(description);
}

/** @throws UserError with everything that is wrong with the source root */
export function requireSound(description: Description): void {
  const faults = description.errors();
  if (faults.length > 0) throw faultsError(faults, description.systems, description.settings);
}

/** The secrets of each mode that somebody has given other characters than those that are made up. */
export function unusual({ sourceRoot, conventions }: Settings): NonNullable<SystemContext['unusualSecrets']> {
  const of = (mode: Mode) => unusualSecrets(sourceRoot, { conventions, mode });
  return { dev: of('dev'), prod: of('prod') };
}

/** What describing needs of the disk. @param known what has read the same already @default - nothing has */
export function sourcesOf(
  { sourceRoot, images, conventions }: ProjectSettings,
  known?: DiskSources,
): DiskSources {
  return new DiskSources(sourceRoot, images, conventions, known);
}
