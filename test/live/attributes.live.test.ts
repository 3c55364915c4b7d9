import { expect, it } from 'vitest';
import { exampleApp } from '../system.js';
import { describeAttributes, tabledAttributes } from './attributes.js';

it('the tables have every attribute that a spec has', () => {
  const all = exampleApp().prod.services.flatMap((service) => Object.keys(service));
  expect(tabledAttributes()).toEqual([...new Set(all)].sort());
});

describeAttributes({
  engine: 'Compose',
  lack: undefined,
  up: (system) => system.upProd(),
  expectNothingLeft: async () => undefined,
  ...{ name: 'oclprobe', portOffset: 22_700 },
});
