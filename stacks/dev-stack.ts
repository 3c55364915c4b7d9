import type { Construct } from 'constructs';
import { type OpsConductorProps, OpsConductorStack } from './opsconductor-stack.js';

/** Live files mounted over the images, published on loopback alone. */
export class DevStack extends OpsConductorStack<'dev'> {
  constructor(scope: Construct, props: OpsConductorProps<'dev'>) {
    super(scope, 'dev', props);
  }
}
