import { Job, type Mode, type ModeProps, type Stack } from '../lib/index.js';
import type { Postgres } from './postgres.js';

export interface MigrationsProps<M extends Mode> extends ModeProps<M> {
  /** Whose schema is changed. */
  readonly postgres: Postgres<M>;
}

/**
 * Each numbered file that the database has not seen, in the order of their names. A file and the note of it are one transaction:
 * one that fails leaves nothing behind. A checkout without any has nothing to run.
 */
const RUN = `set -eu
query() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }
query --command='CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())'
for file in /database/migrations/[0-9]*.sql; do
  [ -e "$file" ] || continue
  name=$(basename "$file" .sql)
  [ -z "$(query --command="SELECT 1 FROM migrations WHERE name = '$name'")" ] || continue
  echo "$name"
  query --single-transaction --command="INSERT INTO migrations (name) VALUES ('$name')" --file="$file"
done
`;

/** Changes the schema of a database that is there: each numbered file of `database/migrations/` once. */
export class Migrations<M extends Mode> extends Job<M> {
  constructor(scope: Stack<M>, id: string, { postgres, ...props }: MigrationsProps<NoInfer<M>>) {
    super(scope, id, {
      ...props,
      needs: [postgres],
      image: {
        directory: 'database',
        inline: 'FROM postgres:17-alpine\nCOPY . /database/\n',
        shared: false,
      },
      command: ['sh', '-c', RUN],
      environment: {
        PGHOST: postgres.name,
        PGPORT: postgres.port,
        PGDATABASE: postgres.database,
        PGUSER: postgres.user,
        PGPASSWORD: postgres.password,
        // that the table is there already is nothing to say
        PGOPTIONS: '--client-min-messages=warning',
      },
      user: 'postgres',
      memory: 128,
    });
  }
}
