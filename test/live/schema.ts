import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { docker } from './engine.js';
import type { TestSystem } from './harness.js';

const file = (system: TestSystem, name: string) => join(system.root, 'database/migrations', name);

/** A file that changes the schema of the sample's database. */
export function writeMigration(system: TestSystem, name: string, sql: string): void {
  writeFileSync(file(system, name), sql);
}

export function removeMigration(system: TestSystem, name: string): void {
  rmSync(file(system, name), { force: true });
}

/** Rows of a query to prod's database, a text each. */
export async function query(system: TestSystem, sql: string): Promise<string[]> {
  const psql = ['psql', '--username=opsconductor', '--tuples-only', '--no-align', `--command=${sql}`];
  const text = await docker('exec', system.container('postgres', 'prod'), ...psql);
  return text.trim().split('\n');
}

/** What a release must not touch: the containers, and how many rows each table has. */
export async function stateOf(system: TestSystem): Promise<Record<string, unknown>> {
  const found = await system.inspect('prod');
  const tables = ['accounts', 'assets', 'runs', 'notifications', 'questions'];
  const rows = await query(
    system,
    tables.map((table) => `SELECT count(*) FROM ${table}`).join(' UNION ALL '),
  );
  expect(rows).toHaveLength(tables.length);
  return { ids: Object.fromEntries([...found].map(([service, { Id }]) => [service, Id])), rows };
}
