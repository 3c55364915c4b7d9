import { type Alias, type Document, isMap, isScalar, isSeq, Pair, type Scalar, YAMLMap } from 'yaml';
import { flow, MergeKey } from './nodes.js';
import { includes, type Rendered, type SharedParts, same, sharedParts, times } from './shared.js';

/** What a service is read for, in this order, before all the rest. */
const FIRST = ['volumes', 'ports', 'environment', 'image'];

/** Parts that are written as a mapping, a line for each attribute. */
const MAPPINGS: ReadonlySet<keyof SharedParts> = new Set(['service', 'environment', 'rolling', 'alone']);

/** The sections of a file, before what services have in common is taken out of them. */
export interface Sections {
  readonly services: ReadonlyMap<string, Rendered>;
  readonly labels: Rendered;
  /** The extension's key, and what it says of the whole system. */
  readonly extension: readonly [key: string, value: Rendered];
  /** What follows the services. */
  readonly rest: Rendered;
  /** What they have in common that does not follow from them. @default - nothing */
  readonly parts?: Partial<SharedParts>;
  /** Whether what a service has in common with others stands before its own: to old readers, what comes last wins. @default false */
  readonly commonFirst?: boolean;
}

/** Puts what services have in common into the extension, once, and has them refer to it. */
class Compacted {
  private readonly parts: SharedParts;
  /** What is referred to, by the name of its anchor. */
  private readonly nodes = new Map<string, YAMLMap | Scalar>();

  constructor(
    private readonly document: Document,
    private readonly sections: Sections,
  ) {
    this.parts = {
      ...sharedParts([...sections.services.values()], sections.labels),
      ...sections.parts,
    };
    this.write();
  }

  private write(): void {
    const { document } = this;
    const { services: all, extension, rest } = this.sections;
    const services = new YAMLMap();
    for (const [name, service] of all)
      services.add(new Pair(document.createNode(name), this.service(service)));
    const [key, value] = extension;
    const used = Object.fromEntries([...this.nodes].sort(([a], [b]) => (a < b ? -1 : 1)));
    const top = document.contents as YAMLMap;
    top.add(new Pair(document.createNode(key), this.plain({ ...value, ...used })));
    top.add(new Pair(document.createNode('services'), services));
    for (const [name, section] of Object.entries(rest))
      top.add(new Pair(document.createNode(name), this.plain(section)));
  }

  private service(service: Rendered): YAMLMap {
    const { parts } = this;
    const map = new YAMLMap();
    const add = (key: string, value: unknown) => map.add(new Pair(this.document.createNode(key), value));
    const keys = Object.keys(service);
    const isLast = (key: string) => key.startsWith('x-');
    const ordered = [
      ...FIRST.filter((key) => keys.includes(key)),
      ...keys.filter((key) => !FIRST.includes(key) && !isLast(key)),
    ];
    const inherits = Object.keys(parts.service).every((key) => Object.hasOwn(service, key));
    for (const key of ordered) {
      const inherited =
        inherits && Object.hasOwn(parts.service, key) && same(service[key], parts.service[key]);
      if (!inherited) add(key, this.attribute(key, service[key]));
    }
    if (inherits && Object.keys(parts.service).length > 0)
      map.items.splice(this.sections.commonFirst ? 0 : map.items.length, 0, this.merge('service'));
    for (const key of keys.filter(isLast)) add(key, this.plain(service[key]));
    return map;
  }

  private attribute(key: string, value: unknown): unknown {
    const { parts } = this;
    const table = value as Rendered;
    if (key === 'environment') return this.withMerged(table, 'environment');
    if (key === 'labels') return flow(this.withMerged(table, 'labels'));
    if (key === 'healthcheck')
      return flow(
        same(times({ healthcheck: table }), parts.health)
          ? this.withMerged(table, 'health')
          : this.plain(table),
      );
    if (key === 'volumes') return this.items(value, (mount) => this.withMerged(mount as Rendered, 'live'));
    if (key === 'depends_on') return flow(this.dependencies(table));
    if (key === 'command' || key === 'entrypoint') return flow(this.command(value));
    if (key === 'ports' || key === 'secrets') return this.items(value, (item) => this.plain(item));
    if (key === 'develop') return this.develop(table);
    if (key === 'deploy') return this.deploy(table);
    const node = this.plain(value);
    // older readers take it for a boolean
    if (key === 'restart' && value === 'no') (node as Scalar).type = 'QUOTE_DOUBLE';
    return ['build', 'tmpfs', 'security_opt', 'cap_add', 'cap_drop'].includes(key) ? flow(node) : node;
  }

  private items(value: unknown, node: (item: unknown) => unknown): unknown {
    const list = this.document.createNode(value) as unknown;
    if (!isSeq(list)) return list;
    list.items = (value as readonly unknown[]).map((item) => flow(node(item)));
    return list;
  }

  private develop({ watch, ...rest }: Rendered): unknown {
    const map = this.document.createNode({ ...rest, watch: null }) as YAMLMap;
    map.set(
      'watch',
      this.items(watch, (item) => this.plain(item)),
    );
    return map;
  }

  private deploy(table: Rendered): unknown {
    const part = includes(table, this.parts.rolling) ? 'rolling' : 'alone';
    const map = this.withMerged(table, part);
    if (!isMap(map)) return map;
    for (const pair of map.items) {
      const { key } = pair;
      if (isScalar(key) && key.value === 'labels' && table.labels !== undefined)
        pair.value = this.withMerged(table.labels as Rendered, 'labels');
      flow(pair.value);
    }
    return map;
  }

  private dependencies(table: Rendered): YAMLMap {
    const map = new YAMLMap();
    for (const [name, condition] of Object.entries(table))
      map.add(new Pair(this.document.createNode(name), this.condition(condition)));
    return map;
  }

  private condition(condition: unknown): unknown {
    for (const name of ['healthy', 'done'] as const)
      if (same(condition, this.parts[name])) return this.alias(name);
    return this.plain(condition);
  }

  private command(value: unknown): unknown {
    const list = this.plain(value);
    if (isSeq(list))
      list.items = list.items.map((item) => {
        const shared = (['reloader', 'exports'] as const).find(
          (name) => isScalar(item) && item.value === this.parts[name],
        );
        return shared ? this.alias(shared) : item;
      });
    return list;
  }

  /** A mapping that brings in a part that it has as a whole. */
  private withMerged(
    table: Rendered,
    name: 'environment' | 'labels' | 'health' | 'live' | 'rolling' | 'alone',
  ): unknown {
    const part = this.parts[name];
    if (Object.keys(part).length === 0 || !includes(table, part)) return this.plain(table);
    const own = Object.fromEntries(Object.entries(table).filter(([key]) => !Object.hasOwn(part, key)));
    const map = this.document.createNode(own) as YAMLMap;
    map.items.unshift(this.merge(name));
    return map;
  }

  private merge(name: keyof SharedParts): Pair {
    return new Pair(new MergeKey(), this.alias(name));
  }

  private alias(name: keyof SharedParts): Alias {
    let node = this.nodes.get(name);
    if (!node) {
      node = this.plain(this.parts[name]) as YAMLMap | Scalar;
      if (!MAPPINGS.has(name)) flow(node);
      this.nodes.set(name, node);
    }
    return this.document.createAlias(node, name);
  }

  private plain(value: unknown) {
    return this.document.createNode(value, { aliasDuplicateObjects: false });
  }
}

/** Fills a document with a file's sections: what services have in common stands once, in the extension. */
export function compact(document: Document, sections: Sections): void {
  new Compacted(document, sections);
}
