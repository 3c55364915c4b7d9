import { SHARED } from '../packages/common/version.js';

export const REVISION = '1';

/** How many pieces go into one box. */
const BOX = 12;

export function pack({ id, item, quantity }) {
  return { id, item, quantity, boxes: Math.ceil(quantity / BOX), revision: REVISION, shared: SHARED };
}
