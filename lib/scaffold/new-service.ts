import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Insertion, NewService, ServiceTemplate } from '../construct/service-template.js';
import type { SystemSpec } from '../model/service-spec.js';
import { UsageError, UserError } from '../model/user-error.js';
import { freePorts } from './free-ports.js';
import { inserted } from './insertion.js';
import { classNameOf, requireServiceName } from './service-name.js';
import { statementOf, withService } from './stack-file.js';

/** Where a service is to be written, and into what. */
export interface ScaffoldContext {
  /** The project's directory, absolute. */
  readonly directory: string;
  /** Relative to it, with `/`. */
  readonly sourceRoot: string;
  /** The system in its modes, nothing of it left out. */
  readonly systems: readonly SystemSpec[];
  readonly template: ServiceTemplate;
}

/** All that a new service is, still in memory. Paths are relative to the project's directory. */
export interface WrittenService extends NewService {
  readonly created: ReadonlyMap<string, string>;
  readonly changed: ReadonlyMap<string, string>;
  /** Insertions that no place was found for. */
  readonly byHand: readonly Insertion[];
}

/**
 * What is written for a new service; nothing is written yet.
 * @throws UserError for a name that cannot be, and where anything of it is there already
 */
export function newService(name: string, surroundings: ScaffoldContext): WrittenService {
  const { directory, sourceRoot, systems, template } = surroundings;
  requireServiceName(name, systems);
  const service: NewService = {
    name,
    className: classNameOf(name),
    port: freePorts(systems.flatMap((system) => system.services)),
  };
  const construct = `constructs/${name}.ts`;
  const sources = posix.join(sourceRoot, name);
  for (const path of [construct, sources])
    if (existsSync(join(directory, path))) throw taken(name, `${path} exists`);

  const read = (path: string) => textOf(directory, posix.join(sourceRoot, path));
  const created = new Map([[construct, constructText(service, template)]]);
  for (const [path, text] of Object.entries(template.source(service, read)))
    created.set(posix.join(sources, path), text);
  const changed = new Map([[template.stack, stackText(service, construct, surroundings)]]);
  const byHand: Insertion[] = [];
  for (const insertion of template.insertions?.(service) ?? []) {
    const path = join(directory, insertion.file);
    const before = changed.get(insertion.file) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '');
    const after = inserted(before, insertion);
    if (after === undefined) byHand.push(insertion);
    else changed.set(insertion.file, after);
  }
  return { ...service, created, changed, byHand };
}

function constructText(service: NewService, template: ServiceTemplate): string {
  const { name, className } = service;
  const text = template.construct(service);
  if (Object.hasOwn(globalThis, className) || text.match(wordOf(className))?.length !== 1)
    throw taken(name, `${className} means something else in a construct`);
  return text;
}

/** The stack's file with the new service in it. */
function stackText(
  { name, className }: NewService,
  construct: string,
  { directory, template: { stack, props } }: ScaffoldContext,
): string {
  const text = textOf(directory, stack);
  if (wordOf(className).test(text)) throw taken(name, `${stack} has a ${className} already`);
  const path = posix.relative(posix.dirname(stack), construct).replace(/\.ts$/, '.js');
  const entry = { name, className, props, specifier: path.startsWith('.') ? path : `./${path}` };
  const changed = withService(text, entry);
  if (changed !== undefined) return changed;
  throw new UserError(
    `${stack} creates no service that a new one could follow, so nothing was written`,
    `create one there, as in: ${statementOf(entry)}`,
  );
}

const wordOf = (className: string) => new RegExp(`\\b${className}\\b`, 'g');

function textOf(directory: string, path: string): string {
  const file = join(directory, path);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new UserError(`${path} does not exist, and a new service is made from it`, 'restore it');
}

function taken(name: string, what: string): UsageError {
  const other = name.endsWith('-service') ? 'another name' : `another name: ${name}-service`;
  return new UsageError(`${what}, so nothing was written`, `choose ${other}`);
}
