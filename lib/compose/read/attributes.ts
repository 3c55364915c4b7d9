import type { Log } from './log.js';
import type { Leaf, Table, Tree } from './tree.js';

/** Reads one map's entries as what they should be; what is of another type is a problem, and as if it were not there. */
export class Attributes {
  constructor(
    readonly table: Table,
    /** What it is, for problems: `api: healthcheck`. */
    readonly what: string,
    readonly log: Log,
  ) {}

  get(key: string): Tree | undefined {
    return this.table.entries.get(key);
  }

  place(key: string): Tree['place'] {
    return this.get(key)?.place ?? this.table.place;
  }

  leaf(key: string): Leaf | undefined {
    return this.log.leaf(this.get(key), this.name(key));
  }

  text(key: string): string | undefined {
    return this.leaf(key)?.text;
  }

  number(key: string): number | undefined {
    const leaf = this.leaf(key);
    if (!leaf || leaf.text === '') return undefined;
    const value = Number(leaf.text);
    return Number.isFinite(value)
      ? value
      : this.log.problem(leaf.place, `${this.name(key)} "${leaf.text}" is not a number`);
  }

  flag(key: string): boolean | undefined {
    const leaf = this.leaf(key);
    if (!leaf) return undefined;
    if (/^(true|1|yes|on|y|t)$/i.test(leaf.text)) return true;
    return /^(false|0|no|off|n|f|)$/i.test(leaf.text)
      ? false
      : this.log.problem(leaf.place, `${this.name(key)} "${leaf.text}" is neither true nor false`);
  }

  /** The texts of a list. */
  texts(key: string): string[] | undefined {
    const list = this.log.list(this.get(key), this.name(key));
    return list?.items.flatMap((item) => this.log.leaf(item, `an entry of ${this.name(key)}`)?.text ?? []);
  }

  /** The maps of a list. */
  maps(key: string): Attributes[] {
    const items = this.log.list(this.get(key), this.name(key))?.items ?? [];
    return items.flatMap((item) => {
      const found = this.log.table(item, `an entry of ${this.name(key)}`);
      return found ? [new Attributes(found, this.name(key), this.log)] : [];
    });
  }

  map(key: string): Attributes | undefined {
    const found = this.log.table(this.get(key), this.name(key));
    return found && new Attributes(found, this.name(key), this.log);
  }

  /** The entries of a map whose values are texts. */
  pairs(key: string): (readonly [string, Leaf])[] {
    return [...(this.map(key)?.table.entries ?? [])].flatMap(([name, value]) => {
      const leaf = value.kind === 'leaf' ? value : this.log.leaf(value, `${this.name(key)}.${name}`);
      return leaf ? [[name, leaf] as const] : [];
    });
  }

  name(key: string): string {
    return `${this.what}.${key}`;
  }
}
