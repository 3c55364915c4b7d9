/** OpsConductor, in dev and prod mode: what `cdktf` runs, and every script. */
import { run } from './lib/index.js';
import { opsconductor } from './stacks/opsconductor.js';

await run(opsconductor);
