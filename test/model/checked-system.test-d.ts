import { expectTypeOf, it } from 'vitest';
import type { CheckedSystem } from '../../lib/model/checked-system.js';
import type { SystemSpec } from '../../lib/model/service-spec.js';

it('a described system is one that the rules can check', () => {
  expectTypeOf<SystemSpec<'dev'>>().toExtend<CheckedSystem>();
  expectTypeOf<SystemSpec<'prod'>>().toExtend<CheckedSystem>();
});
