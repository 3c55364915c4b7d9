import { isMap, isSeq, Scalar } from 'yaml';

/** The key `<<` where it brings in what an anchor has; any other is text, and quoted. */
export class MergeKey extends Scalar {
  constructor() {
    super('<<');
    this.type = 'PLAIN';
  }
}

/** On one line. */
export function flow<T>(node: T): T {
  if (isMap(node) || isSeq(node)) node.flow = true;
  return node;
}
