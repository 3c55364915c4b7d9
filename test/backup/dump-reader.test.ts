import { describe, expect, it } from 'vitest';
import { mariadb } from '../../lib/backup/methods/mariadb.js';
import type { Method } from '../../lib/backup/methods/method.js';
import { postgres } from '../../lib/backup/methods/postgres.js';

const POSTGRES = `CREATE ROLE shop;
\\connect template1
\\connect shop
CREATE FUNCTION public.f() RETURNS text AS $$
COPY nothing
$$;
COPY public.orders (id, note) FROM stdin;
1\tfirst
2\tCOPY public.other (id) FROM stdin;
3\t\\\\.
\\.
COPY public.empty (id) FROM stdin;
\\.
\\connect -reuse-previous=on "dbname='other'"
COPY public.orders (id) FROM stdin;
7
\\.
`;

const MARIADB = `USE \`shop\`;
CREATE TABLE \`empty\` (
  \`id\` int
) ENGINE=InnoDB;
INSERT INTO \`orders\` VALUES
(1,'first'),
(2,'INSERT INTO \`x\` VALUES');
INSERT INTO \`orders\` VALUES
(3,'a;\\nb');
INSERT INTO \`basket\` (\`id\`) VALUES
(1);
`;

/** What a method sees in a dump that comes in parts of some length. */
const contentOf = ({ reader }: Pick<Method, 'reader'>, dump: string, length = 7) => {
  const seen = reader();
  const bytes = Buffer.from(dump);
  for (let at = 0; at < bytes.length; at += length) seen.read(bytes.subarray(at, at + length));
  return seen.content('');
};

const rows = (method: Pick<Method, 'reader'>, dump: string) =>
  contentOf(method, dump).tables?.map(({ name, rows }) => [name, rows]);

describe('a dump while it passes', () => {
  it('of PostgreSQL says how many rows each table has', () => {
    expect(rows(postgres, POSTGRES)).toEqual([
      ['other.public.orders', 1],
      ['shop.public.empty', 0],
      ['shop.public.orders', 3],
    ]);
  });

  it('of MariaDB says the same, of a table in several parts too', () => {
    expect(rows(mariadb, MARIADB)).toEqual([
      ['shop.basket', 1],
      ['shop.empty', 0],
      ['shop.orders', 3],
    ]);
  });

  it.each([
    ['PostgreSQL', postgres, POSTGRES],
    ['MariaDB', mariadb, MARIADB],
  ])('of %s has the same checksums however it is cut, and others when a value changes', (_, method, dump) => {
    const whole = contentOf(method, dump, dump.length);
    for (const length of [1, 2, 30]) expect(contentOf(method, dump, length)).toEqual(whole);
    expect(contentOf(method, dump.replace('first', 'First'))).not.toEqual(whole);
  });

  it('of MariaDB has the same checksums wherever its statements begin', () => {
    const joined = MARIADB.replace(');\nINSERT INTO `orders` VALUES', '),');
    expect(contentOf(mariadb, joined)).toEqual(contentOf(mariadb, MARIADB));
  });
});
