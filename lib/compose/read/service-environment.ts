import { parseEnvFile } from './dotenv.js';
import type { Log } from './log.js';
import type { ComposeOptions } from './parsed.js';
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
  for (const file of files?.kind === 'list' ? files.items : [])
    if (file.kind === 'table')
      for (const [name, value] of readEnvFile(file, variables, options, log)) environment.set(name, value);
  const own = log.table(service.entries.get('environment'), 'environment');
  for (const [name, value] of own?.entries ?? []) environment.set(name, filled(name, value, variables));
  for (const [name, args] of buildArgs(service))
    if (name === 'args' && args.kind === 'table')
      return withArgs(withMap(service, environment, own), args, variables);
  return withMap(service, environment, own);
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

function withMap(service: Table, environment: ReadonlyMap<string, Tree>, own: Table | undefined): Table {
  const entries = new Map(service.entries);
  entries.delete('env_file');
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

function readEnvFile(
  file: Table,
  variables: Variables,
  options: ComposeOptions,
  log: Log,
): (readonly [string, Leaf])[] {
  const path = log.leaf(file.entries.get('path'), 'env_file.path')?.text;
  if (path === undefined) return log.problem(file.place, 'an env_file has no path') ?? [];
  const text = options.readFile(path);
  const required = file.entries.get('required');
  if (text === undefined && !(required?.kind === 'leaf' && required.text === 'false'))
    return log.problem(file.place, `env_file ${path} cannot be read`) ?? [];
  const format = file.entries.get('format');
  const raw = format?.kind === 'leaf' && format.text === 'raw';
  return parseEnvFile(text ?? '', variables, raw).map(({ name, value, line }) => {
    const place = { file: path, line, column: 1 };
    const known = value ?? variables.get(name);
    const written = { ...leaf(known ?? '', place), envFile: path };
    return [name, known === undefined ? { ...written, parts: [{ variable: name }] } : written] as const;
  });
}
