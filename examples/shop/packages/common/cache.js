import { createClient } from '@redis/client';

/** The shop's cache. Without a listener an error of the connection would end the process; it connects again by itself. */
export const cache = createClient({ url: process.env.CACHE_URL }).on('error', (error) =>
  console.error(`cache: ${error.message}`),
);
await cache.connect();
