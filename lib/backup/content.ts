import { z } from 'zod';
import { counted } from '../model/counted.js';

const tableSchema = z.object({ name: z.string(), rows: z.int(), sha256: z.string() });

/** A table as a dump has it: its rows, in the order in which they are there. */
export type TableContent = z.infer<typeof tableSchema>;

export const contentSchema = z.object({
  /** Of a database that has tables. */
  tables: z.array(tableSchema).optional(),
  /** Of a cache: how many keys it has, and how many of them go by themselves at some time. */
  keys: z.object({ all: z.int(), expiring: z.int() }).optional(),
  /** Of files: the checksum of their copy. */
  copy: z.string().optional(),
  /** Of a cache: whether it writes every change down. */
  appendOnly: z.boolean().optional(),
});

/** What is in a volume, as far as its method knows. */
export type Content = z.infer<typeof contentSchema>;

/** `23 tables, 1,024 rows`. */
export function describeContent({ tables, keys }: Content): string {
  if (tables) return `${counted(tables.length, 'table')}, ${counted(rowsOf(tables), 'row')}`;
  return keys ? counted(keys.all, 'key') : 'files';
}

/** What differs between a backup and what was restored of it, a line each; empty where nothing does. */
export function differencesOf(kept: Content, restored: Content): string[] {
  return [
    ...differingTables(kept.tables ?? [], restored.tables ?? []),
    ...differingKeys(kept, restored),
    ...(kept.copy === restored.copy ? [] : ['its files are others']),
  ];
}

function differingTables(kept: readonly TableContent[], restored: readonly TableContent[]): string[] {
  const found = new Map(restored.map((table) => [table.name, table]));
  const names = new Set(kept.map(({ name }) => name));
  const added = restored.filter(({ name }) => !names.has(name));
  return [
    ...kept.flatMap(({ name, rows, sha256 }) => {
      const now = found.get(name);
      if (!now) return [`table ${name} (${counted(rows, 'row')}) is not there`];
      if (now.rows !== rows) return [`table ${name} has ${counted(now.rows, 'row')} of ${rows}`];
      return now.sha256 === sha256 ? [] : [`table ${name} has other rows`];
    }),
    ...added.map(({ name }) => `table ${name} was not in the backup`),
  ];
}

/** Keys that have a time to go may have gone. */
function differingKeys({ keys }: Content, restored: Content): string[] {
  if (!keys) return [];
  const now = restored.keys?.all ?? 0;
  const isRight = now <= keys.all && now >= keys.all - keys.expiring;
  return isRight ? [] : [`${counted(now, 'key')} of ${keys.all}`];
}

function rowsOf(tables: readonly TableContent[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
