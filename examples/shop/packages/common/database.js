import { createPool } from 'mariadb';

const { DB_HOST, DB_NAME, DB_PASSWORD, DB_PORT, DB_USER } = process.env;

/** The shop's database. */
export const database = createPool({
  host: DB_HOST,
  port: Number(DB_PORT),
  database: DB_NAME,
  user: DB_USER,
  password: DB_PASSWORD,
  connectionLimit: 4,
  // numbers that JSON can carry
  insertIdAsNumber: true,
  bigIntAsNumber: true,
});
