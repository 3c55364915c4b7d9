import { OpsConductorStack } from './opsconductor-stack.js';

/** Live files mounted over the images, published on loopback alone. */
export class DevStack extends OpsConductorStack<'dev'> {}
