import { backupPlan } from '../model/backup.js';
import { secretNames } from '../model/environment.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';

/** A password that a database keeps by itself, whatever it is given afterwards. */
export interface DatabasePassword {
  readonly service: string;
  readonly container: string;
  readonly volume: string;
  /** Runs in its container; reads the password of now from its standard input, a line, and SQL behind it. */
  readonly script: string;
  /** What tells the database a new one; what is typed there is in no process's arguments. */
  sql(value: string): string;
}

interface Kind {
  /** The variable of the image that has the password; with `_FILE`, the path of a file with it → how it is changed. */
  readonly passwords: Readonly<Record<string, Pick<DatabasePassword, 'script' | 'sql'>>>;
}

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

const POSTGRES: Kind = {
  passwords: {
    POSTGRES_PASSWORD: {
      // a local connection needs no password
      script: `IFS= read -r _; u=\${POSTGRES_USER:-postgres}; exec psql --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 --username="$u" --dbname=postgres`,
      sql: (value) => `ALTER ROLE CURRENT_USER PASSWORD ${quoted(value)};\n`,
    },
  },
};

/** As a user with a password, which is in a file that is open, and nowhere else. */
function asUser(user: string): string {
  return `IFS= read -r p; p=$(printf %s "$p" | sed 's/\\\\/\\\\\\\\/g')
exec mariadb --defaults-extra-file=/dev/fd/3 3<<END
[client]
user="${user}"
password="$p"
END`;
}

const mariadbText = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const ownPassword = (value: string) => `SET PASSWORD = PASSWORD(${mariadbText(value)});\n`;
const rootPassword = (value: string) =>
  `${ownPassword(value)}ALTER USER IF EXISTS 'root'@'%' IDENTIFIED BY ${mariadbText(value)};\n`;

const MARIADB: Kind = {
  passwords: Object.fromEntries(
    ['MARIADB', 'MYSQL'].flatMap((prefix) => [
      [`${prefix}_ROOT_PASSWORD`, { script: asUser('root'), sql: rootPassword }],
      [`${prefix}_PASSWORD`, { script: asUser(`\${${prefix}_USER}`), sql: ownPassword }],
    ]),
  ),
};

/** The databases of a system that keep a secret as a password of theirs. */
export function databasePasswords(system: SystemSpec, secret: string): DatabasePassword[] {
  return backupPlan(system, () => undefined).parts.flatMap(({ service, container, volume, method }) => {
    const kind = method === 'postgres' ? POSTGRES : method === 'mariadb' ? MARIADB : undefined;
    const spec = system.services.find(({ name }) => name === service);
    const variable = kind && spec && variableOf(spec, secret);
    const how = variable === undefined ? undefined : kind?.passwords[variable];
    return how ? [{ service, container, volume, ...how }] : [];
  });
}

/** The variable in which an image finds a secret, by itself or as a file. */
function variableOf({ environment, secretFiles }: ServiceSpec, secret: string): string | undefined {
  for (const [variable, value] of Object.entries(environment)) {
    if (value.length === 1 && secretNames({ [variable]: value }).includes(secret)) return variable;
    const [path] = value;
    if (typeof path === 'string' && variable.endsWith('_FILE') && secretFiles[path] === secret)
      return variable.slice(0, -'_FILE'.length);
  }
  return undefined;
}
