import { basename, join } from 'node:path';
import { renderCompose } from '../compose/write/render.js';
import { tagVariable } from '../compose/write/render-service.js';
import { adoptByHand, ignoreWorkDirectory, removeGenerated, writeAtomically } from '../disk/files.js';
import { ensureSecrets } from '../disk/secrets.js';
import { stageContext } from '../disk/stage.js';
import { writeSystem } from '../disk/system-file.js';
import { composeFileName, imagesFile, localComposeFile, systemFile } from '../model/deployment.js';
import { IDLE_PROBES, probedBy } from '../model/idle-probes.js';
import { MODES, type Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { build } from './build.js';
import { type Description, requireSound, sourcesOf, unusual } from './description.js';
import type { Settings } from './settings.js';
import { type PlannedStack, planStack } from './stack.js';

/** Both systems, checked, with everything that is to be written still in memory. */
export interface Synthesis extends Description {
  /** Whether the engine that runs them takes start_interval. */
  readonly startInterval: boolean;
  /** The Compose files: absolute path → text. */
  readonly composeFiles: ReadonlyMap<string, string>;
  /** The stack file of Swarm. @default - it stays as it is: there may be nothing to read of what is left out */
  readonly stack?: PlannedStack;
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
  const wholeSources = sourcesOf(project, description.sources);
  const canonical = build(project, wholeSources);
  const remark = differences(settings, systems.dev, startInterval);
  const composeFiles = new Map<string, string>();
  for (const mode of MODES) {
    const committed = join(sourceRoot, composeFileName(conventions, mode));
    // of what is left out there may be nothing to read: then they stay as they are
    if (wholeSources.isWhole) composeFiles.set(committed, renderCompose(canonical[mode]));
    if (remark.length > 0)
      composeFiles.set(
        localFile(settings, mode),
        renderCompose(probedBy(systems[mode], startInterval), remark),
      );
  }
  const planned = { ...description, startInterval, composeFiles };
  if (wholeSources.isWhole) return { ...planned, stack: planStack(canonical.prod, sourceRoot, wholeSources) };
  return planned;
}

/**
 * Writes what was planned: contexts, secrets, image tags, resolved systems, Compose files.
 * @returns a line for each Compose file that was written by hand, and is kept under another name
 * @param secretsOfModes the modes whose secrets are made up where there are none: those that were checked for lost ones
 */
export function write(
  { systems, settings, sources, composeFiles, stack }: Synthesis,
  secretsOfModes: readonly Mode[],
): string[] {
  const { sourceRoot: root, conventions } = settings;
  ignoreWorkDirectory(root, conventions);
  for (const mode of MODES) {
    const system = systems[mode];
    for (const { image } of system.services)
      if (image.kind === 'build') stageContext(root, image, sources.context(image.source, mode));
    if (secretsOfModes.includes(mode)) ensureSecrets(root, system);
    writeAtomically(join(root, imagesFile(system)), imageTags(system));
    writeSystem(join(root, systemFile(system)), system);
  }
  const texts =
    stack?.text === undefined ? composeFiles : new Map([...composeFiles, [stack.path, stack.text]]);
  if (stack && stack.text === undefined) removeGenerated(stack.path, conventions);
  return [...texts].flatMap(([path, text]) => {
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

function localFile(settings: Settings, mode: Mode): string {
  return join(settings.sourceRoot, localComposeFile({ ...settings, mode }));
}

/** In words, what this machine changes of what the project says; empty where it changes nothing. */
function differences(settings: Settings, { leftOut = [] }: SystemSpec, startInterval: boolean): string[] {
  const without = leftOut.map(({ service }) => service);
  const secrets = [...new Set(Object.values(unusual(settings)).flat())].sort();
  const images = Object.entries(settings.images).filter(([from, to]) => settings.project.images[from] !== to);
  const lines = [
    ...(without.length > 0 ? [`without: ${without.join(', ')}`] : []),
    ...images.map(([from, to]) => `image: ${to} for ${from}`),
    ...Object.entries(settings.volumes).map(([from, to]) => `restored: ${to} for ${from}`),
    ...(settings.name === settings.project.name ? [] : [`named: ${settings.name}`]),
    ...(settings.host === settings.project.host ? [] : [`in browsers: ${settings.host}`]),
    ...(settings.tls === '' ? [] : [`certificate: ${settings.tls}`]),
    ...(settings.gateway ? ['gateway in dev'] : []),
    ...(settings.openPorts ? ['every published port on every address'] : []),
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
