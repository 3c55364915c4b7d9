import { defineSystem } from '../../../lib/index.js';
import { ShopStack } from './shop-stack.js';

/** The shop: its names, its places, its stacks. */
export const shop = defineSystem({
  name: 'shop',
  title: 'The shop',
  shared: 'packages/common',
  appDirectory: '/srv/app',
  // for it lies in the library's own repository, where npx finds no `twomode`
  commands: { program: './shop', entry: 'node --import ../../cli/typescript.mjs ../../cli/index.ts' },
  stacks: { dev: ShopStack, prod: ShopStack },
});
