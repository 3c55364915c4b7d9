import { DumpReader } from '../dump-reader.js';
import { databaseMethod } from './database.js';

/** The superuser of the image; a local connection needs no password there. */
const USER = `u=\${POSTGRES_USER:-postgres}`;

/**
 * The user of today stays, with the password of today. A name is quoted where it has to be.
 */
const RESTORE = `${USER}
q=$(printf %s "$u" | sed 's/[][\\\\.*^$/]/\\\\&/g')
sed -e '1,/^\\\\connect /{' -e "/^CREATE ROLE \\"\\{0,1\\}$q\\"\\{0,1\\};/d" -e "/^ALTER ROLE \\"\\{0,1\\}$q\\"\\{0,1\\} WITH /d" -e '}' |
  psql --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 --username="$u" --dbname=postgres --output=/dev/null`;

/** All databases of PostgreSQL with their roles, each as it is at one moment, by pg_dumpall. */
export const postgres = databaseMethod({
  dump: `${USER}; exec pg_dumpall --no-password --username="$u"`,
  restore: RESTORE,
  // the server that runs the image's first scripts listens at no address
  ping: `${USER}; pg_isready --quiet --host=127.0.0.1 --username="$u"`,
  // what the dump creates must not be there
  variables: { POSTGRES_DB: 'postgres' },
  reader: () =>
    new DumpReader({
      heads: new Set(['C', '\\'].map((sign) => sign.charCodeAt(0))),
      database: (line) => /^\\connect (?:-reuse-previous=on )?"?(?:dbname=')?([^"']*)/.exec(line)?.[1],
      table: (line) => /^COPY (.+?) \(.*\) FROM stdin;$/.exec(line)?.[1],
      row: (line) => (line.length === 2 && line[0] === 92 && line[1] === 46 ? 'end' : ROW),
    }),
});

const ROW = { without: 0, isLast: false } as const;
