import { type CanonicalContext, canonicalFile, canonicalService, canonicalVolume } from './canonical.js';
import { type ExtendableFile, Extender } from './extends.js';
import { includesOf } from './include.js';
import { interpolate } from './interpolate.js';
import type { Log } from './log.js';
import { mergeMaps, mergeServices } from './merge.js';
import type { ComposeOptions, ComposeText } from './parsed.js';
import { directoryOf, resolvePath } from './paths.js';
import { isActive } from './profiles.js';
import { withEnvironment } from './service-environment.js';
import type { Variables } from './template.js';
import { isNull, leaf, type Table, type Tree, table } from './tree.js';
import { readEnvFiles } from './variables.js';
import { readYaml } from './yaml-file.js';

/** Files that includes may bring in all. */
const MAX_INCLUDES = 1000;

/** What of the top level has paths in it. */
const RESOURCES = new Map([
  ['configs', canonicalFile],
  ['secrets', canonicalFile],
  ['volumes', canonicalVolume],
]);

/** Reads the files of a project into one map of Compose's top level, its services canonical and complete. */
export class Loader {
  private readonly opened = new WeakMap<Variables, Map<string, ExtendableFile | undefined>>();
  private readonly extender: Extender;
  private included = 0;
  /** What only includes read their variables from. */
  readonly envFiles = new Set<string>();

  constructor(
    private readonly options: ComposeOptions,
    private readonly profiles: ReadonlySet<string>,
    private readonly log: Log,
    private readonly keepEnvFiles = false,
  ) {
    this.extender = new Extender((path, variables, place) => this.otherFile(path, variables, place), log);
  }

  /** @param chain paths of the files that include this project */
  load(
    files: readonly ComposeText[],
    directory: string,
    variables: Variables,
    chain: readonly string[],
  ): Table {
    let project = table([]);
    for (const file of files)
      for (const document of readYaml(file, this.log)) {
        const own = this.document(document, file.path, directory, variables);
        const brought = this.include(own, directory, variables, [...chain, file.path]);
        project = mergeProjects(mergeProjects(project, brought), own);
      }
    return inServices(project, (service) =>
      !this.keepEnvFiles && isActive(service, this.profiles)
        ? withEnvironment(service, variables, this.options, this.log)
        : service,
    );
  }

  /** One file by itself, its services with what they extend. */
  private document(raw: Table, path: string, directory: string, variables: Variables): Table {
    const canonical = this.canonical(raw, directory, variables);
    const file = this.extendable(canonical, path, variables);
    return inServices(canonical, (service, name) => this.extender.extend(service, name, file));
  }

  private canonical(raw: Table, directory: string, variables: Variables): Table {
    const around: CanonicalContext = { directory, home: this.options.env.HOME, log: this.log };
    const document = interpolate(raw, variables, this.log) as Table;
    const entries = [...document.entries].map(([key, section]): [string, Tree] => {
      const canon = RESOURCES.get(key);
      if (!canon) return [key, section];
      const resources = this.log.table(section, key);
      return [key, resources ? mapTable(resources, (resource) => canon(resource, around)) : section];
    });
    return inServices(table(entries, document.place), (service, name) => {
      const canonical = this.log.table(service, `service ${name}`);
      return canonical && canonicalService(canonical, around);
    });
  }

  private otherFile(path: string, variables: Variables, place: Tree['place']): ExtendableFile | undefined {
    const opened = this.opened.get(variables) ?? new Map<string, ExtendableFile | undefined>();
    this.opened.set(variables, opened);
    if (!opened.has(path)) {
      const text = this.options.readFile(path);
      const [document] = text === undefined ? [] : readYaml({ path, text }, this.log);
      opened.set(
        path,
        document && this.extendable(this.canonical(document, directoryOf(path), variables), path, variables),
      );
    }
    return opened.get(path) ?? this.log.problem(place, `extends ${path}, which cannot be read`);
  }

  private extendable(document: Table, path: string, variables: Variables): ExtendableFile {
    const services = document.entries.get('services');
    return { path, services: services?.kind === 'table' ? services : undefined, variables, whole: new Map() };
  }

  private include(document: Table, directory: string, variables: Variables, chain: readonly string[]): Table {
    let project = table([]);
    for (const { paths, place, ...include } of includesOf(document, directory, this.log)) {
      const cycle = paths.find((path) => chain.includes(path));
      if (cycle !== undefined) {
        this.log.problem(place, `includes ${cycle}, which includes this file`);
        continue;
      }
      this.included += paths.length;
      if (this.included > MAX_INCLUDES) {
        this.log.problem(place, `is the include after ${MAX_INCLUDES} others`);
        break;
      }
      const files = paths.flatMap((path) => {
        const text = this.options.readFile(path);
        return text === undefined
          ? (this.log.problem(place, `includes ${path}, which cannot be read`) ?? [])
          : [{ path, text }];
      });
      const envFiles = include.envFiles ?? [resolvePath(include.directory, '.env')];
      for (const file of envFiles) this.envFiles.add(file);
      const known = readEnvFiles(envFiles, include.envFiles !== undefined, variables, this.options, this.log);
      project = mergeProjects(project, this.load(files, include.directory, known, chain));
    }
    return project;
  }
}

/** A later file over earlier ones: services by their own rules, all else by name. */
function mergeProjects(earlier: Table, later: Table): Table {
  const merged = new Map(earlier.entries);
  for (const [key, section] of later.entries) {
    if (key === 'include') continue;
    const before = merged.get(key);
    if (key === 'services' && section.kind === 'table')
      merged.set(key, mergeSection(before?.kind === 'table' ? before : table([]), section));
    else if (section.kind === 'table' && before?.kind === 'table')
      merged.set(key, mergeMaps(before, section));
    else if (!isNull(section) && section.tag !== '!reset') merged.set(key, section);
  }
  return { ...later, entries: merged };
}

function mergeSection(earlier: Table, later: Table): Table {
  const merged = new Map(earlier.entries);
  for (const [name, service] of later.entries) {
    const before = merged.get(name);
    if (service.tag === '!reset') merged.delete(name);
    else if (service.kind !== 'table') merged.set(name, before ?? service);
    else
      merged.set(
        name,
        mergeServices(
          before?.kind === 'table' && service.tag === undefined ? before : table([], service.place),
          service,
        ),
      );
  }
  return { ...later, entries: merged };
}

function inServices(document: Table, change: (service: Table, name: string) => Table | undefined): Table {
  const found = document.entries.get('services');
  if (found?.kind !== 'table') return document;
  const changed = mapTable(found, (service, name) =>
    service.kind === 'table' ? (change(service, name) ?? leaf(null)) : service,
  );
  return { ...document, entries: new Map([...document.entries, ['services', changed]]) };
}

function mapTable(source: Table, change: (value: Tree, key: string) => Tree): Table {
  return {
    ...source,
    entries: new Map([...source.entries].map(([key, value]) => [key, change(value, key)])),
  };
}
