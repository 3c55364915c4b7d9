import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache } from './packages/common/cache.js';
import { database } from './packages/common/database.js';
import { pack } from './src/pack.js';

// it serves on no port: that it is at work is told by a file that it touches
for (;;) {
  for (const order of await database.query('SELECT id, item, quantity FROM orders WHERE NOT packed LIMIT 20')) {
    await cache.set(`order:${order.id}`, JSON.stringify(pack(order)));
    await database.query('UPDATE orders SET packed = TRUE WHERE id = ?', [order.id]);
  }
  await writeFile('/tmp/alive', '');
  await sleep(500);
}
