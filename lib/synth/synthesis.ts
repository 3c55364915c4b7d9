import { basename, join } from 'node:path';
import { renderCompose } from '../compose/write/render.js';
import { tagVariable } from '../compose/write/render-service.js';
import type { SourceFacts, SystemContext } from '../construct/definition.js';
import { describeSystems, type Systems } from '../construct/systems.js';
import { DiskSources } from '../disk/disk-sources.js';
import { adoptByHand, ignoreWorkDirectory, writeAtomically } from '../disk/files.js';
import { ensureSecrets, unusualSecrets } from '../disk/secrets.js';
import { stageContext } from '../disk/stage.js';
import { writeSystem } from '../disk/system-file.js';
import { composeFileName, imagesFile, systemFile } from '../model/deployment.js';
import { type Finding, isError } from '../model/finding.js';
import { IDLE_PROBES, withIdleProbes } from '../model/idle-probes.js';
import { MODES, type Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { checkForErrors } from '../rules/check-for-errors.js';
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

/** The same, checked, with everything that is to be written still in memory. */
export interface Synthesis extends Description {
  /** Whether the engine that runs them takes start_interval. */
  readonly startInterval: boolean;
  /** The Compose files: absolute path → text. */
  readonly composeFiles: ReadonlyMap<string, string>;
}

/**
 * Reads the source root and describes both systems.
 * @throws UserError with everything that is wrong, where that stands in the way of a description
 */
export function describe(settings: Settings): Description {
  const sources = sourcesOf(settings);
  const systems = build(settings, sources, unusual(settings));
  let known: readonly Finding[] | undefined;
  const findings = () => {
    known ??= findingsOf(systems, settings);
    return known;
  };
  let errors: readonly Finding[] | undefined;
  const description = {
    ...{ systems, settings, sources, findings },
    errors: () => {
      errors ??= known?.filter(isError) ?? findingsOf(systems, settings, checkForErrors).filter(isError);
      return errors;
    },
  };
  if (!sources.isWhole) requireSound(description);
  return description;
}

/** @throws UserError with everything that is wrong with the source root */
export function requireSound(description: Description): void {
  const faults = description.errors();
  if (faults.length > 0) throw faultsError(faults, description.systems, description.settings);
}

/**
 * Checks both systems; writes nothing.
 * @param startInterval whether the engine that runs them takes start_interval
 * @throws UserError with every error, a line each
 */
export function plan(description: Description, startInterval: boolean): Synthesis {
  const { systems, settings } = description;
  const { project, conventions, sourceRoot } = settings;
  // warnings are told, too
  description.findings();
  requireSound(description);
  // what the project says, whatever this machine lacks: these bytes are the same everywhere
  const wholeSources = sourcesOf(project);
  const canonical = build(project, wholeSources);
  const here = startInterval ? withIdleProbes : (system: SystemSpec) => system;
  const remark = differences(settings, systems.dev, startInterval);
  const composeFiles = new Map<string, string>();
  for (const mode of MODES) {
    const committed = join(sourceRoot, composeFileName(conventions, mode));
    // of what is left out there may be nothing to read: then they stay as they are
    if (wholeSources.isWhole) composeFiles.set(committed, renderCompose(canonical[mode]));
    if (remark.length > 0)
      composeFiles.set(localFile(settings, mode), renderCompose(here(systems[mode]), remark));
  }
  return { ...description, startInterval, composeFiles };
}

/**
 * Writes what was planned: contexts, secrets, image tags, resolved systems, Compose files.
 * @returns a line for each Compose file that was written by hand, and is kept under another name
 * @param secretsOfModes the modes whose secrets are made up where there are none: those that were checked for lost ones
 */
export function write(
  { systems, settings, sources, composeFiles }: Synthesis,
  secretsOfModes: readonly Mode[],
): string[] {
  const { sourceRoot: root, conventions } = settings;
  ignoreWorkDirectory(root, conventions);
  for (const mode of MODES) {
    const system = systems[mode];
    for (const { image } of system.services)
      if (image.kind === 'build') stageContext(root, image, sources.context(image.source, mode));
    if (secretsOfModes.includes(mode)) ensureSecrets(root, system);
    writeAtomically(join(root, imagesFile(conventions, mode)), imageTags(system));
    writeSystem(join(root, systemFile(system)), system);
  }
  return [...composeFiles].flatMap(([path, text]) => {
    const kept = adoptByHand(path, conventions);
    writeAtomically(path, text);
    return kept === undefined ? [] : [`Kept ${basename(path)}, which was written by hand, as ${kept}.`];
  });
}

/**
 * The Compose file that this machine runs: the committed one, or its own where the machine differs.
 * @param startInterval whether the engine that runs it takes start_interval
 */
export function composeFile({ systems, settings }: Description, mode: Mode, startInterval: boolean): string {
  return differences(settings, systems.dev, startInterval).length > 0
    ? localFile(settings, mode)
    : join(settings.sourceRoot, composeFileName(settings.conventions, mode));
}

/** Both systems of these settings, unchecked. @throws UserError for a service that cannot be left out */
export function build(
  settings: ProjectSettings,
  sources: SourceFacts,
  unusualSecrets?: SystemContext['unusualSecrets'],
): Systems {
  const { system, name, conventions, images, portOffset, developer, host, choice } = settings;
  return describeSystems(
    system,
    { ...{ name, conventions, images, portOffset, developer, host, sources }, unusualSecrets },
    choice,
  );
}

/** The secrets of each mode that somebody has given other characters than those that are made up. */
function unusual({ sourceRoot, conventions }: Settings): NonNullable<SystemContext['unusualSecrets']> {
  const of = (mode: Mode) => unusualSecrets(sourceRoot, { conventions, mode });
  return { dev: of('dev'), prod: of('prod') };
}

function sourcesOf({ sourceRoot, images, conventions }: ProjectSettings): DiskSources {
  return new DiskSources(sourceRoot, images, conventions);
}

function localFile({ sourceRoot, conventions }: Settings, mode: Mode): string {
  return join(sourceRoot, conventions.workDirectory, composeFileName(conventions, mode));
}

/** In words, what this machine changes of what the project says; empty where it changes nothing. */
function differences(settings: Settings, { leftOut = [] }: SystemSpec, startInterval: boolean): string[] {
  const without = leftOut.map(({ service }) => service);
  const secrets = [...new Set(Object.values(unusual(settings)).flat())].sort();
  const images = Object.entries(settings.images).filter(([from, to]) => settings.project.images[from] !== to);
  const lines = [
    ...(without.length > 0 ? [`without: ${without.join(', ')}`] : []),
    ...images.map(([from, to]) => `image: ${to} for ${from}`),
    ...(settings.name === settings.project.name ? [] : [`named: ${settings.name}`]),
    ...(settings.host === settings.project.host ? [] : [`in browsers: ${settings.host}`]),
    ...(settings.portOffset === 0 ? [] : [`host ports: + ${settings.portOffset}`]),
    ...(secrets.length > 0 ? [`secrets of unusual characters: ${secrets.join(', ')}`] : []),
    ...(startInterval ? [IDLE_PROBES] : []),
  ];
  return lines.length > 0 ? ['This machine alone:', ...lines.map((line) => `  ${line}`)] : [];
}

function imageTags({ services }: SystemSpec): string {
  return services
    .flatMap(({ name, image }) => (image.kind === 'build' ? [`${tagVariable(name)}=${image.tag}\n`] : []))
    .join('');
}
