import { expect, it } from 'vitest';
import type { Engine } from '../../lib/model/deployment.js';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { FAULTS, type FaultId } from './catalogue.js';
import type { World } from './world.js';
import './write-table.js';

/** How a fault was injected. */
export interface Injected {
  /** @default 1 */
  readonly times?: number;
  /** What was measured, in words for the table. */
  readonly measured?: string;
}

/**
 * A test that injects a fault. Whatever it is: the data and what is somebody else's are there afterwards as they were, and no
 * command of ours has printed a stack trace.
 * @param inject may say how often it was done, and what was measured
 * @param part tells tests of one fault apart @default - it has one
 */
export function fault(
  id: FaultId,
  world: () => World,
  inject: (world: World, say: (injected: Injected) => void) => Promise<void>,
  { engine, part = '' }: { readonly engine: Engine; readonly part?: string },
): void {
  const title = `${FAULTS[id].fault}${part === '' ? '' : `, ${part}`}, by ${engine}: ${FAULTS[id].outcome}`;
  it.skipIf(engine === 'terraform' && TERRAFORM_LACK)(title, async ({ task }) => {
    const began = Date.now();
    task.meta.fault = { fault: id, engine, part };
    const before = await world().stand();
    world().traces();
    let injected: Injected = {};
    await inject(world(), (said) => {
      injected = said;
    });
    const lost = await world().lost(before);
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    task.meta.fault = { fault: id, engine, part, times: 1, seconds, lost, ...injected };
    expect(world().traces()).toEqual([]);
    expect(lost).toEqual([]);
    // Terraform ends containers without us: theirs go with the next change
    if (engine === 'compose') expect(await world().leftBehind()).toEqual([]);
  });
}
