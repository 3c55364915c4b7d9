import { createHash, type Hash } from 'node:crypto';
import type { TableContent } from './content.js';

/** How a kind of dump is read, line by line. */
export interface DumpLanguage {
  /** The database that what follows is of; undefined for any other line. */
  database(line: string): string | undefined;
  /** The table whose rows follow, a line each; undefined for any other line. */
  table(line: string): string | undefined;
  /** A table that is there, whether rows follow or not; undefined for any other line. @default - its rows tell, none too */
  made?(line: string): string | undefined;
  /** Bytes at the end of a row that are no part of it, and whether it is the last. */
  row(line: Buffer): { readonly without: number; readonly isLast: boolean } | 'end';
  /** First bytes of the lines that are looked at. */
  readonly heads: ReadonlySet<number>;
}

const LINE_END = 10;

/** Counts the rows of each table while a dump passes, and sums them up. */
export class DumpReader {
  private readonly pieces: Buffer[] = [];
  private database = '';
  private current: { rows: number; readonly hash: Hash } | undefined;
  private readonly tables = new Map<string, { rows: number; readonly hash: Hash }>();

  constructor(private readonly language: DumpLanguage) {}

  read(chunk: Buffer): void {
    let at = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, at)) {
      const part = chunk.subarray(at, end);
      this.line(this.pieces.length === 0 ? part : Buffer.concat([...this.pieces.splice(0), part]));
      at = end + 1;
    }
    if (at < chunk.length) this.pieces.push(Buffer.from(chunk.subarray(at)));
  }

  /** Every table, sorted by its name. */
  content(): TableContent[] {
    return [...this.tables]
      .map(([name, { rows, hash }]) => ({ name, rows, sha256: hash.copy().digest('hex') }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private line(line: Buffer): void {
    if (this.current) {
      this.row(this.current, line);
      return;
    }
    if (!this.language.heads.has(line[0] ?? 0)) return;
    const text = line.toString('utf8');
    this.database = this.language.database(text) ?? this.database;
    const made = this.language.made?.(text);
    if (made !== undefined) this.tableNamed(made);
    const table = this.language.table(text);
    if (table !== undefined) this.current = this.tableNamed(table);
  }

  /** A large one comes in several parts. */
  private tableNamed(table: string): { rows: number; readonly hash: Hash } {
    const name = this.database === '' ? table : `${this.database}.${table}`;
    const known = this.tables.get(name) ?? { rows: 0, hash: createHash('sha256') };
    this.tables.set(name, known);
    return known;
  }

  private row(table: { rows: number; readonly hash: Hash }, line: Buffer): void {
    const end = this.language.row(line);
    if (end === 'end') {
      this.current = undefined;
      return;
    }
    table.rows++;
    table.hash.update(line.subarray(0, line.length - end.without)).update('\n');
    if (end.isLast) this.current = undefined;
  }
}
