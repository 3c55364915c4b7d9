import { DumpReader } from '../dump-reader.js';
import { databaseMethod } from './database.js';

/** Who may read and write most of it, as the image was told; the password is read from a file that is open, and stands nowhere else. */
const ACCESS = `secret() { for n; do eval "v=\\\${$n:-} f=\\\${\${n}_FILE:-}"; [ -n "$v" ] || { [ -z "$f" ] || v=$(cat "$f"); }; [ -z "$v" ] || break; done; }
secret MARIADB_ROOT_PASSWORD MYSQL_ROOT_PASSWORD; user=root
[ -n "$v" ] || { secret MARIADB_PASSWORD MYSQL_PASSWORD; user=\${MARIADB_USER:-$MYSQL_USER}; }
password=$(printf %s "$v" | sed 's/\\\\/\\\\\\\\/g')
with() { program=$1; shift; "$program" --defaults-extra-file=/dev/fd/3 "$@" 3<<END
[client]
user="$user"
password="$password"
END
}`;

const DATABASES = `SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')`;

const DUMP = `${ACCESS}
set -e
databases=$(with mariadb --batch --skip-column-names --execute="${DATABASES}")
set -f
with mariadb-dump --single-transaction --quick --hex-blob --routines --events --triggers --databases $databases`;

const [BRACKET, COMMA, SEMICOLON] = ['(', ',', ';'].map((sign) => sign.charCodeAt(0));

/** The databases of MariaDB that are not its own, at one moment, by mariadb-dump. */
export const mariadb = databaseMethod({
  dump: DUMP,
  restore: `${ACCESS}\nwith mariadb`,
  // the server that runs the image's first scripts listens at no address
  ping: `${ACCESS}\nwith mariadb --host=127.0.0.1 --execute='SELECT 1'`,
  variables: {},
  reader: () =>
    new DumpReader({
      heads: new Set(['C', 'I', 'U'].map((sign) => sign.charCodeAt(0))),
      database: (line) => /^USE `(.*)`;$/.exec(line)?.[1],
      made: (line) => /^CREATE TABLE `(.*)` \($/.exec(line)?.[1],
      table: (line) => /^INSERT (?:IGNORE )?INTO `(.*?)` (?:\(.*\) )?VALUES$/.exec(line)?.[1],
      row: (line) => {
        const last = line.at(-1);
        if (line[0] !== BRACKET) return 'end';
        return { without: last === COMMA || last === SEMICOLON ? 1 : 0, isLast: last === SEMICOLON };
      },
    }),
});
