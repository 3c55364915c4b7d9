import { cache } from '../packages/common/cache.js';
import { database } from '../packages/common/database.js';

/** Takes an order; the worker packs it. */
export async function take({ item, quantity }) {
  const { insertId } = await database.query('INSERT INTO orders (item, quantity) VALUES (?, ?)', [
    item,
    quantity,
  ]);
  return { id: insertId };
}

/** An order as the worker has left it in the cache; undefined until it has. */
export async function order(id) {
  const packed = await cache.get(`order:${id}`);
  return packed === null ? undefined : JSON.parse(packed);
}

export async function count() {
  const [{ number }] = await database.query('SELECT COUNT(*) AS number FROM orders');
  return number;
}
