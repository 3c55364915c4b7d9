import { OpsConductorStack } from './opsconductor-stack.js';

/** Everything baked; nothing mounted but data. */
export class ProdStack extends OpsConductorStack<'prod'> {}
