import { afterAll, beforeAll, describe } from 'vitest';
import { TERRAFORM_LACK } from '../live/terraform.js';
import { refusedFaults } from './refused.js';
import { World } from './world.js';

describe('faults that are refused, by terraform', () => {
  const engine = 'terraform';
  let world: World;

  beforeAll(async () => {
    if (TERRAFORM_LACK) return;
    world = await World.make(engine, { name: 'oclfrefused', portOffset: 20_500 });
    await world.mustDeploy();
    await world.writeRows();
  });
  afterAll(() => world?.remove());

  refusedFaults(engine, () => world);
});
