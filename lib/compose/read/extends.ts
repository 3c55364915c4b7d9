import type { Log } from './log.js';
import { mergeServices, replacedIn } from './merge.js';
import type { Variables } from './template.js';
import { MAX_DEPTH, type Table, type Tree } from './tree.js';

/** A file whose services are canonical, but for what they extend. */
export interface ExtendableFile {
  readonly path: string;
  readonly services: Table | undefined;
  readonly variables: Variables;
  /** Services that were extended, whole; undefined while one is being made, and where that failed. */
  readonly whole: Map<string, Table | undefined>;
}

/** Lays services over those that they extend. */
export class Extender {
  /** @param open another file, by absolute path, read with the variables of the one that names it */
  constructor(
    private readonly open: (
      path: string,
      variables: Variables,
      place: Tree['place'],
    ) => ExtendableFile | undefined,
    private readonly log: Log,
  ) {}

  /** A service laid over the one it extends, which is laid over the one it extends. */
  extend(service: Table, name: string, file: ExtendableFile, depth = 0): Table {
    this.noteDropped(service, name);
    const target = service.entries.get('extends');
    const rest = { ...service, entries: new Map([...service.entries].filter(([key]) => key !== 'extends')) };
    if (target?.kind !== 'table') return rest;
    const base = this.log.leaf(target.entries.get('service'), 'extends.service')?.text;
    if (base === undefined) return this.log.problem(target.place, `${name} extends no service`) ?? rest;
    const path = this.log.leaf(target.entries.get('file'), 'extends.file')?.text ?? file.path;
    const from = path === file.path ? file : this.open(path, file.variables, target.place);
    const whole = from && this.whole(base, from, target.place, depth);
    return whole ? mergeServices(whole, rest) : rest;
  }

  /** Before anything is merged: what another file or service puts in a mount's place is meant so. */
  private noteDropped(service: Table, name: string): void {
    for (const attribute of ['volumes', 'configs'])
      for (const { item, key } of replacedIn(service, attribute))
        this.log.drop({ service: name, target: key, ...(item.place ? { place: item.place } : {}) });
  }

  private whole(name: string, file: ExtendableFile, place: Tree['place'], depth: number): Table | undefined {
    if (file.whole.has(name))
      return (
        file.whole.get(name) ??
        this.log.problem(
          place,
          `"${name}" cannot be extended: it does not exist, or ends up extending itself`,
        )
      );
    const service = file.services?.entries.get(name);
    if (service?.kind !== 'table')
      return this.log.problem(place, `extends service "${name}", which ${file.path} does not have`);
    if (depth > MAX_DEPTH)
      return this.log.problem(place, `is in a chain of more than ${MAX_DEPTH} that extend each other`);
    file.whole.set(name, undefined);
    const whole = this.extend(service, name, file, depth + 1);
    file.whole.set(name, whole);
    return whole;
  }
}
