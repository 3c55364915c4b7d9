/** The shop, in dev and prod mode: what `cdktf` runs, and every command. */
import { defineSystem, run } from '../../lib/index.js';
import { ShopStack } from './constructs/shop-stack.js';

await run(
  defineSystem({
    name: 'shop',
    title: 'The shop',
    shared: 'packages/common',
    appDirectory: '/srv/app',
    // it lies within the library's own repository, where npx finds no `twomode`
    commands: { entry: 'node --import tsx ../../cli/index.ts' },
    stacks: { dev: ShopStack<'dev'>, prod: ShopStack<'prod'> },
  }),
);
