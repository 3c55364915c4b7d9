import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import type { Place, Remark } from '../../compose/read/parsed.js';
import { conventionsOf, isName, type SystemOptions } from '../../construct/define-system.js';
import { DiskFacts } from '../../disk/facts.js';
import { composeConfig } from '../../engine/compose-config.js';
import type { Finding } from '../../model/finding.js';
import { MODES, type Mode } from '../../model/mode.js';
import { UserError } from '../../model/user-error.js';
import { configDifferences } from './compare.js';
import { excused, excusesFor } from './excuses.js';
import type { ImportedSystem, KeptAttribute } from './imported.js';
import { mainText, type WrittenStack } from './main-text.js';
import { projectFiles } from './project-files.js';
import { serviceText } from './service-text.js';
import { type ModeFiles, type ReadProject, readProject, wordFor } from './setups.js';
import { importSystem } from './system.js';
import { type Rewritten, rewrite } from './system-of.js';
import { className } from './typescript.js';

/** Where the description lies in the checkout. */
const HOME = 'infra';

/** What `init` makes of a checkout with Compose files; nothing is written yet. */
export interface ForeignProject {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly modeFiles: ModeFiles;
  readonly services: number;
  /** The Compose file of each mode that will be generated. */
  readonly rendered: Readonly<Record<Mode, string>>;
  /** What a property has no word for, in both modes. */
  readonly passed: readonly KeptAttribute[];
  readonly changed: readonly KeptAttribute[];
  /** Per mode, what `docker compose config` says otherwise; undefined where Compose cannot say. */
  readonly differences: Readonly<Record<Mode, readonly string[] | string>>;
  /** What the rules find, which is declared as an exception. */
  readonly found: readonly Finding[];
  readonly problems: readonly Remark[];
}

/**
 * @param directory absolute
 * @param said the system's name @default - that of the Compose project
 */
export async function foreignProject(
  directory: string,
  files: ModeFiles,
  said?: string,
): Promise<ForeignProject> {
  const root = realpathSync(directory);
  const read: Record<Mode, ReadProject> = {
    dev: readProject(root, files.dev, process.env),
    prod: readProject(root, files.prod, process.env),
  };
  const problems = MODES.flatMap((mode) => read[mode].problems);
  const imported = {
    dev: importSystem(read.dev.project, root),
    prod: importSystem(read.prod.project, root),
  };
  if (imported.dev.services.length === 0)
    throw new UserError(
      `${files.dev.join(', ')}: no services are in it`,
      'name the Compose files with --dev',
    );
  const plain = optionsFor(root, said ?? read.dev.name, files);
  const asTheyWere = rewrite(plain, imported, root);
  const excuses = excusesFor(asTheyWere, conventionsOf(plain), new DiskFacts(root));
  const options = {
    ...plain,
    ...(Object.keys(excuses.without).length > 0 ? { withoutRules: excuses.without } : {}),
  };
  const declared = { dev: excused(imported.dev, excuses), prod: excused(imported.prod, excuses) };
  const rewritten = rewrite(options, declared, root);
  const written = writtenFiles(options, declared, files, root);
  return {
    name: options.name,
    files: new Map([...written].map(([path, text]) => [`${HOME}/${path}`, text])),
    modeFiles: files,
    services: imported.dev.services.length,
    rendered: { dev: rewritten.dev.text, prod: rewritten.prod.text },
    passed: unique([...imported.dev.passed, ...imported.prod.passed]),
    changed: unique([...imported.dev.changed, ...imported.prod.changed]),
    differences: {
      dev: await differencesOf(root, files.dev, rewritten.dev),
      prod: await differencesOf(root, files.prod, rewritten.prod),
    },
    found: excuses.found,
    problems: problems.filter(({ text }, i) => problems.findIndex((each) => each.text === text) === i),
  };
}

function optionsFor(root: string, said: string, files: ModeFiles): Omit<SystemOptions, 'stacks'> {
  const name = said
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 32);
  const words = {
    dev: wordFor(root, ['dev', 'development']),
    prod: wordFor(root, ['prod', 'production', 'clean']),
  };
  const modes = Object.fromEntries(
    MODES.flatMap((mode) => (words[mode] === mode ? [] : [[mode, words[mode]]])),
  );
  if (!isName(name))
    throw new UserError(
      `"${said}" cannot be a system's name`,
      `give one: npx twomode init ${basename(files.dev[0] ?? 'shop').replace(/\..*/, '')}`,
    );
  return {
    name,
    ...(said === name ? {} : { title: said }),
    ...(Object.keys(modes).length > 0 ? { modes } : {}),
    envFile: '.env',
  };
}

function writtenFiles(
  options: Omit<SystemOptions, 'stacks'>,
  imported: Readonly<Record<Mode, ImportedSystem>>,
  files: ModeFiles,
  root: string,
): Map<string, string> {
  const isSame = JSON.stringify(described(imported.dev)) === JSON.stringify(described(imported.prod));
  const stacks: WrittenStack[] = isSame
    ? [stackOf('Services', imported.dev, () => undefined)]
    : MODES.map((mode) => {
        const other = imported[mode === 'dev' ? 'prod' : 'dev'];
        const own = stackOf(mode === 'dev' ? 'DevServices' : 'ProdServices', imported[mode], (name) =>
          sameIn(name, imported[mode], other) ? undefined : mode,
        );
        return { ...own, mode };
      });
  const from = [...new Set([...files.dev, ...files.prod])].join(', ');
  const written = new Map([['main.ts', mainText(options, stacks, from)]]);
  for (const { system, classes } of stacks)
    for (const service of system.services) {
      const its = classes.get(service.name);
      if (its)
        written.set(
          `constructs/${its.file}.ts`,
          serviceText(service, its.name, placeText(service.place, root)),
        );
    }
  for (const [path, text] of projectFiles(options)) written.set(path, text);
  return written;
}

function described({ services, compose }: ImportedSystem): unknown {
  return [services.map(({ place: _, ...service }) => service), compose];
}

function sameIn(name: string, one: ImportedSystem, other: ImportedSystem): boolean {
  const of = ({ services }: ImportedSystem) => services.find((service) => service.name === name)?.description;
  return JSON.stringify(of(one)) === JSON.stringify(of(other));
}

function stackOf(
  name: string,
  system: ImportedSystem,
  modeOf: (service: string) => Mode | undefined,
): WrittenStack {
  const given = new Set<string>();
  const classes = system.services.map(({ name: service }) => {
    const mode = modeOf(service);
    const base = className(service) + (mode ? className(mode) : '');
    let unique = base;
    for (let n = 2; given.has(unique); n++) unique = `${base}${n}`;
    given.add(unique);
    const file =
      service.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-') +
      (unique === base ? '' : unique.slice(base.length));
    return [service, { name: unique, file: mode ? `${file}.${mode}` : file }] as const;
  });
  return { className: name, system, classes: new Map(classes) };
}

/** `compose.yaml:3` */
export function placeText(place: Place | undefined, root: string): string {
  return place ? `${relative(root, place.file)}:${place.line}` : 'the Compose files';
}

async function differencesOf(
  root: string,
  files: readonly string[],
  { text, system }: Rewritten,
): Promise<readonly string[] | string> {
  const scratch = mkdtempSync(join(tmpdir(), 'twomode-init-'));
  try {
    const file = join(scratch, 'docker-compose.yml');
    writeFileSync(file, text);
    const ask = (paths: readonly string[]) =>
      composeConfig({ files: paths, projectDirectory: root, profiles: ['*'], env: process.env });
    const [before, after] = await Promise.all([ask(files.map((each) => resolve(root, each))), ask([file])]);
    if ('problem' in before) return `Compose does not read what is there: ${before.problem}`;
    if ('problem' in after) return `Compose does not read what would be written: ${after.problem}`;
    return configDifferences(before.resolved, after.resolved, system);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function unique(kept: readonly KeptAttribute[]): KeptAttribute[] {
  const key = ({ service, what, place }: KeptAttribute) =>
    `${service}\0${what}\0${place?.file}:${place?.line}`;
  return [...new Map(kept.map((each) => [key(each), each])).values()];
}
