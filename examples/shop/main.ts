/** The shop, in dev and prod mode: what `cdktf` runs, and every command. */
import { run } from '../../lib/index.js';
import { shop } from './constructs/shop.js';

await run(shop);
