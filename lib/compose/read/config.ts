import type { CheckedService } from '../../model/checked-system.js';
import { extensionKey } from '../../model/conventions.js';
import { type CanonicalContext, canonicalService, canonicalVolume } from './canonical.js';
import { Log } from './log.js';
import type { ComposeOptions, ParsedCompose } from './parsed.js';
import { directoryOf } from './paths.js';
import { readSystem } from './read-system.js';
import { parseTemplate, type Variables } from './template.js';
import { fromJson, type Leaf, leaf, list, type Table, type Tree, table } from './tree.js';

/** What `docker compose config --format json` says of a setup. */
export interface ComposeConfig {
  /** With its variables resolved. */
  readonly resolved: unknown;
  /** The same with `--no-interpolate`: which variables an environment is made of. @default - all of it is text */
  readonly raw?: unknown;
}

/**
 * A setup as Compose itself reads it. The places, and what is left out, are those of the own reading of the same files;
 * so are the values of variables, which Compose does not tell from the text around them.
 */
export function parseConfig(
  config: ComposeConfig,
  own: ParsedCompose,
  options: ComposeOptions,
): ParsedCompose {
  const log = new Log();
  const around: CanonicalContext = { directory: options.root, home: undefined, log };
  // a port that is a variable is no port yet: what is wrong is said of the resolved setup alone
  const unresolved: CanonicalContext = { ...around, log: new Log() };
  const resolved = fromJson(config.resolved, dollarsTwice);
  const raw = config.raw === undefined ? undefined : servicesOf(fromJson(config.raw, (text) => leaf(text)));
  const extensions = servicesOf(fromJson(config.raw ?? null, dollarsTwice));
  const known = new Map(own.system.services.map((service) => [service.name, service]));
  const services = [...servicesOf(resolved)].flatMap(([name, tree]): [string, Tree][] => {
    if (tree.kind !== 'table') return [];
    const service = withExtension(canonicalService(tree, around), extensions.get(name), options);
    const written = raw?.get(name);
    if (written?.kind !== 'table') return [[name, service]];
    return [[name, withParts(service, canonicalService(written, unresolved), known.get(name))]];
  });
  const order = [...known.keys()];
  services.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const top = resolved.kind === 'table' ? resolved.entries : new Map<string, Tree>();
  const name = top.get('name');
  const directory = options.projectDirectory ?? directoryOf(own.places.find(undefined, '').file);
  const volumes = [...entriesOf(top.get('volumes'))].map(
    ([key, volume]) => [key, canonicalVolume(volume, { ...around, directory })] as const,
  );
  const system = readSystem(
    table([...top, ['services', table(services)], ['volumes', table(volumes)]]),
    name?.kind === 'leaf' ? name.text : own.system.name,
    options,
    log,
  );
  const written = system.services.map((service) => ({
    ...withoutUnknown(service, own.unknown),
    ...writtenOf(known.get(service.name)),
  }));
  const { configs, inactive } = own.system;
  return {
    ...own,
    system: {
      ...system,
      services: written,
      ...(configs ? { configs } : {}),
      ...(inactive ? { inactive } : {}),
    },
    // the JSON has no places
    problems: log.problems.map((said) => own.problems.find(({ text }) => text === said.text) ?? said),
  };
}

/** Of commands Compose tells the words alone, split after their variables were resolved or before: neither is the file's text. */
function writtenOf(own: CheckedService | undefined): Pick<CheckedService, 'asWritten'> {
  return own?.asWritten ? { asWritten: own.asWritten } : {};
}

/** Compose makes nothing of a variable without a value: what comes of it is not what is meant. */
function withoutUnknown(service: CheckedService, unknown: ParsedCompose['unknown']): CheckedService {
  const parts = new Set(unknown.flatMap((each) => (each.service === service.name ? [each.at] : [])));
  if (parts.size === 0) return service;
  const { image, watched, ...rest } = service;
  return {
    ...rest,
    ...(image && !parts.has('image') ? { image } : {}),
    ...(watched ? { watched: watched.filter((_, i) => !parts.has(`watched[${i}]`)) } : {}),
    mounts: service.mounts.filter((mount) => !parts.has(`mounts[${mount.target}]`)),
  };
}

/** Compose writes a dollar that is one twice. */
function dollarsTwice(text: string): Leaf {
  return leaf(text.replaceAll('$$', '$'));
}

function servicesOf(project: Tree): ReadonlyMap<string, Tree> {
  return entriesOf(project.kind === 'table' ? project.entries.get('services') : undefined);
}

function entriesOf(tree: Tree | undefined): ReadonlyMap<string, Tree> {
  return tree?.kind === 'table' ? tree.entries : new Map();
}

/** The resolved JSON has the extensions of the top level and none of services. */
function withExtension(service: Table, written: Tree | undefined, { conventions }: ComposeOptions): Table {
  if (!conventions || written?.kind !== 'table') return service;
  const key = extensionKey(conventions);
  const extension = written.entries.get(key);
  return extension ? { ...service, entries: new Map([...service.entries, [key, extension]]) } : service;
}

/** The environment with the variables in it that the files have there; an env file that is not there stays. */
function withParts(config: Table, raw: Table, own: CheckedService | undefined): Table {
  const service = own?.lacksEnvFile
    ? { ...config, entries: new Map([...config.entries, ['env_file', list([])]]) }
    : config;
  const environment = service.entries.get('environment');
  const written = raw.entries.get('environment');
  if (environment?.kind !== 'table') return service;
  const variables = new Map(Object.entries(own?.variables ?? {}));
  const entries = [...environment.entries].map(([name, value]): [string, Tree] => {
    const template = written?.kind === 'table' ? written.entries.get(name) : undefined;
    if (value.kind !== 'leaf') return [name, value];
    if (template?.kind === 'leaf') return [name, withPartsOf(name, value, template, variables)];
    const file = own?.fromEnvFile?.[name];
    return [name, file === undefined ? value : { ...value, envFile: file }];
  });
  return { ...service, entries: new Map([...service.entries, ['environment', table(entries)]]) };
}

function withPartsOf(name: string, value: Leaf, template: Leaf, variables: Variables): Leaf {
  const known = variables.get(name);
  if (template.value === null)
    return leaf(value.text, undefined, [
      { variable: name, ...(known === undefined ? {} : { value: known }) },
    ]);
  const parts = parseTemplate(template.text, variables);
  return leaf(value.text, undefined, parts?.some((part) => typeof part === 'object') ? parts : undefined);
}
