import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppProps, buildApp, type OpsConductorApp } from '../../stacks/build-app.js';
import { composeFileName, GENERATED, renderCompose } from '../compose/write/render.js';
import { tagVariable } from '../compose/write/render-service.js';
import type { SourceFacts } from '../construct/definition.js';
import { DiskFacts } from '../disk/facts.js';
import { requireGenerated, writeAtomically } from '../disk/files.js';
import { ensureSecrets, secretsFile } from '../disk/secrets.js';
import { Sources } from '../disk/source-facts.js';
import { stageContext } from '../disk/stage.js';
import { systemFile } from '../model/deployment.js';
import { formatFinding, isError } from '../model/finding.js';
import { WORK_DIRECTORY } from '../model/image.js';
import { MODES, type Mode } from '../model/mode.js';
import { type SystemSpec, secretsOf } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { check } from '../rules/check.js';
import type { ProjectSettings, Settings } from './settings.js';

/** Both systems as they are to run here; unchecked. */
export interface Description {
  readonly app: OpsConductorApp;
  readonly settings: Settings;
  readonly sources: Sources;
}

/** The same, checked, with everything that is to be written still in memory. */
export interface Synthesis extends Description {
  /** The Compose files: absolute path → text. */
  readonly composeFiles: ReadonlyMap<string, string>;
}

/** Reads the source root and describes both systems. */
export function describe(settings: Settings): Description {
  const sources = new Sources(settings.sourceRoot, settings.images);
  return { app: build(settings, sources), settings, sources };
}

/**
 * Checks both systems; writes nothing.
 * @throws UserError with every error, a line each
 */
export function plan(description: Description): Synthesis {
  const { app, settings } = description;
  const errors = check(app.dev, app.prod, new DiskFacts(settings.sourceRoot)).filter(isError);
  if (errors.length > 0) throw new UserError(errors.map(formatFinding).join('\n'));

  const { project } = settings;
  // what the project says, whatever this machine lacks: these bytes are the same everywhere
  const canonical = build(project, new Sources(project.sourceRoot, project.images));
  const remark = differences(settings);
  const composeFiles = new Map<string, string>();
  for (const mode of MODES) {
    const committed = join(settings.sourceRoot, composeFileName(mode));
    requireGenerated(committed, GENERATED);
    composeFiles.set(committed, renderCompose(canonical[mode]));
    if (remark.length > 0) composeFiles.set(localFile(settings, mode), renderCompose(app[mode], remark));
  }
  return { ...description, composeFiles };
}

/**
 * Writes what was planned: contexts, secrets, image tags, resolved systems, Compose files.
 * @param secretsOfModes the modes whose secrets are made up where there are none: those that were checked for lost ones
 */
export function write(
  { app, settings, sources, composeFiles }: Synthesis,
  secretsOfModes: readonly Mode[],
): void {
  const root = settings.sourceRoot;
  // the folder ignores itself: a checkout of OpsConductor need not know of it
  writeAtomically(join(root, WORK_DIRECTORY, '.gitignore'), '*\n');
  for (const mode of MODES) {
    const { services } = app[mode];
    for (const { image } of services)
      if (image.kind === 'build') stageContext(root, image, sources.context(image.source, mode));
    if (secretsOfModes.includes(mode)) ensureSecrets(root, mode, secretsOf(app[mode]));
    writeAtomically(join(root, imagesFile(mode)), imageTags(app[mode]));
    writeAtomically(join(root, systemFile(app[mode])), `${JSON.stringify(app[mode], undefined, 2)}\n`);
  }
  for (const [path, text] of composeFiles) writeAtomically(path, text);
}

/** Writes both stacks where cdktf looks for them, once `app.validate()` has passed them. */
export function writeTerraform({ settings, sources }: Synthesis): void {
  buildApp({ ...appProps(settings, sources), skipValidation: true }).app.synth();
}

/** The Compose file that this machine runs: the committed one, or its own where the machine differs. */
export function composeFile({ composeFiles, settings }: Synthesis, mode: Mode): string {
  const local = localFile(settings, mode);
  return composeFiles.has(local) ? local : join(settings.sourceRoot, composeFileName(mode));
}

/** `NAME_TAG=…` lines for Compose, relative to the source root. */
export function imagesFile(mode: Mode): string {
  return `${WORK_DIRECTORY}/images.${mode}.env`;
}

function localFile(settings: Settings, mode: Mode): string {
  return join(settings.sourceRoot, WORK_DIRECTORY, composeFileName(mode));
}

/** In words, what this machine changes of what the project says; empty where it changes nothing. */
function differences(settings: Settings): string[] {
  const images = Object.entries(settings.images).filter(([from, to]) => settings.project.images[from] !== to);
  const lines = [
    ...(settings.without.length > 0 ? [`without: ${settings.without.join(', ')}`] : []),
    ...images.map(([from, to]) => `image: ${to} for ${from}`),
    ...(settings.name === settings.project.name ? [] : [`named: ${settings.name}`]),
    ...(settings.host === settings.project.host ? [] : [`in browsers: ${settings.host}`]),
    ...(settings.portOffset === 0 ? [] : [`host ports: + ${settings.portOffset}`]),
  ];
  return lines.length > 0 ? ['This machine alone:', ...lines.map((line) => `  ${line}`)] : [];
}

/** Both stacks, to be read and not to be written: cdktf makes its output directory as soon as there is an app. */
export function build(settings: ProjectSettings, sources: SourceFacts): OpsConductorApp {
  const outdir = mkdtempSync(join(tmpdir(), 'opsconductor-'));
  // cdktf takes a stack trace of every resource and reference: to map each to its source takes longer than all else
  process.setSourceMapsEnabled(false);
  try {
    return buildApp(appProps(settings, sources, outdir));
  } finally {
    process.setSourceMapsEnabled(true);
    rmSync(outdir, { recursive: true });
  }
}

function appProps(settings: ProjectSettings, sources: SourceFacts, outdir?: string): AppProps {
  const common = { ...settings, sources, sourceRoot: settings.relativeSourceRoot, secretsFile };
  return outdir === undefined ? common : { ...common, outdir };
}

function imageTags({ services }: SystemSpec): string {
  return services
    .flatMap(({ name, image }) => (image.kind === 'build' ? [`${tagVariable(name)}=${image.tag}\n`] : []))
    .join('');
}
