import { database } from './packages/common/database.js';
import { serve } from './packages/common/serve.js';
import { SHARED } from './packages/common/version.js';
import { count, order, take } from './src/orders.js';
import { REVISION } from './src/revision.js';

serve(3000, async ({ method, path, body }) => {
  if (path === '/health') return database.query('SELECT 1 AS healthy').then(([row]) => row);
  if (path === '/about') return { service: 'api', revision: REVISION, shared: SHARED };
  if (method === 'POST' && path === '/orders') return take(JSON.parse(await body()));
  const [, id] = /^\/orders\/(\d+)$/.exec(path) ?? [];
  return id && order(id);
});

serve(9100, async ({ path }) => (path === '/metrics' ? `shop_orders_total ${await count()}\n` : undefined));
