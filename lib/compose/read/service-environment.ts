import { parseEnvFile } from './dotenv.js';
import type { Log } from './log.js';
import type { ComposeOptions } from './parsed.js';
import { relativeTo } from './paths.js';
import type { Variables } from './template.js';
import { type Leaf, leaf, type Table, type Tree, table } from './tree.js';

/**
 * A canonical service with all its environment in one map: that of its env files in their order, over it its own; names
 * without a value as references to the variable of that name.
 */
export function withEnvironment(
  service: Table,
  variables: Variables,
  options: ComposeOptions,
  log: Log,
): Table {
  const environment = new Map<string, Tree>();
  const files = service.entries.get('env_file');
  const own = log.table(service.entries.get('environment'), 'environment');
  const unread: Tree[] = [];
  // what the service sets is known in its env files, too
  const known = files ? new Map([...valuesOf(own), ...variables]) : variables;
  for (const file of files?.kind === 'list' ? files.items : []) {
    const read = file.kind === 'table' ? readEnvFile(file, known, options, log) : [];
    if (!read) unread.push(file);
    for (const [name, value] of read ?? []) environment.set(name, value);
  }
  for (const [name, value] of own?.entries ?? []) environment.set(name, filled(name, value, variables));
  for (const [name, args] of buildArgs(service))
    if (name === 'args' && args.kind === 'table')
      return withArgs(withMap(service, environment, own, unread), args, variables);
  return withMap(service, environment, own, unread);
}

function valuesOf(environment: Table | undefined): (readonly [string, string])[] {
  return [...(environment?.entries ?? [])].flatMap(([name, value]) =>
    value.kind === 'leaf' && value.value !== null ? [[name, value.text] as const] : [],
  );
}

function buildArgs(service: Table): ReadonlyMap<string, Tree> {
  const build = service.entries.get('build');
  return build?.kind === 'table' ? build.entries : new Map();
}

/** Build arguments without a value take the variable's, as environments do; without one they are not given. */
function withArgs(service: Table, args: Table, variables: Variables): Table {
  const filledArgs = [...args.entries].flatMap(([name, value]) => {
    const known = variables.get(name);
    if (value.kind !== 'leaf' || value.value !== null) return [[name, value] as const];
    return known === undefined ? [] : [[name, filled(name, value, variables)] as const];
  });
  const build = table(
    [...buildArgs(service), ['args', table(filledArgs, args.place)]],
    service.entries.get('build')?.place,
  );
  return { ...service, entries: new Map([...service.entries, ['build', build]]) };
}

/** Of its env files those stay that are not there: what they would set is not known. */
function withMap(
  service: Table,
  environment: ReadonlyMap<string, Tree>,
  own: Table | undefined,
  unread: readonly Tree[],
): Table {
  const entries = new Map(service.entries);
  const files = entries.get('env_file');
  if (unread.length === 0) entries.delete('env_file');
  else entries.set('env_file', { kind: 'list', items: unread, ...(files?.place && { place: files.place }) });
  if (environment.size > 0)
    entries.set('environment', table(environment, own?.place ?? service.entries.get('env_file')?.place));
  return { ...service, entries };
}

function filled(name: string, value: Tree, variables: Variables): Tree {
  if (value.kind !== 'leaf' || value.value !== null) return value;
  const known = variables.get(name);
  return leaf(known ?? '', value.place, [
    { variable: name, ...(known === undefined ? {} : { value: known }) },
  ]);
}

/** What a file sets; undefined where it is not there. */
function readEnvFile(
  file: Table,
  variables: Variables,
  options: ComposeOptions,
  log: Log,
): (readonly [string, Leaf])[] | undefined {
  const path = log.leaf(file.entries.get('path'), 'env_file.path')?.text;
  if (path === undefined) return log.problem(file.place, 'an env_file has no path') ?? [];
  const text = options.readFile(path);
  const required = file.entries.get('required');
  if (text === undefined && !(required?.kind === 'leaf' && required.text === 'false'))
    log.problem(file.place, `env_file ${relativeTo(options.root, path)} cannot be read`, {
      fix: 'create it, or say `required: false`',
      cause: path,
    });
  if (text === undefined) return undefined;
  const format = file.entries.get('format');
  const raw = format?.kind === 'leaf' && format.text === 'raw';
  return parseEnvFile(text, variables, raw).flatMap(({ name, value, line }) => {
    const known = value ?? variables.get(name);
    // a name alone that is set nowhere sets nothing
    if (known === undefined) return [];
    return [[name, { ...leaf(known, { file: path, line, column: 1 }), envFile: path }] as const];
  });
}
