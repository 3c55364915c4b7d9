import type { Construct } from 'constructs';
import { type OpsConductorProps, OpsConductorStack } from './opsconductor-stack.js';

/** Everything baked; nothing mounted but data. */
export class ProdStack extends OpsConductorStack<'prod'> {
  constructor(scope: Construct, props: OpsConductorProps<'prod'>) {
    super(scope, 'prod', props);
  }
}
