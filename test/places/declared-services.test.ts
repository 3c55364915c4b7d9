import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Stack } from '../../lib/construct/stack.js';
import type { Mode } from '../../lib/model/mode.js';
import type { DescribedStacks } from '../../lib/places/construct-places.js';
import { unusedServices } from '../../lib/places/declared-services.js';

const FILES = {
  'constructs/base.ts':
    'export abstract class Base<M> extends DockerService<M> {}\nexport class Python<M> extends Base<M> {}\n',
  'constructs/used.ts':
    'export class Orders<M> extends Python<M> {}\nexport class Listed extends DockerWorker {}\n',
  'constructs/unused.ts':
    "import type { Orders } from './used.js';\n\nexport class Billing<M> extends Python<M> {\n  orders: Orders<M>;\n}\n",
  'constructs/other.ts': 'export class NoService {}\nexport class NoServiceEither extends Error {}\n',
  'constructs/typed.ts':
    "import { Typed } from './typed2.js';\nexport { Typed };\nconst x: Typed = y as Typed;\n",
  'constructs/typed2.ts': 'export class Typed extends DockerService {}\n',
  'constructs/typed.test.ts': 'new Typed();\n',
  'stack.ts':
    "import { Billing } from './constructs/unused.js';\nnew Orders<M>(this, 'orders');\nfor (const Service of [Listed]) new Service(this);\n",
};

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  mkdirSync(join(directory, 'constructs'));
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(directory, path), text);
});
afterAll(() => rmSync(directory, { recursive: true }));

it('a service that is declared and never created is found, whatever else names its class', () => {
  const service = { madeBy: { calls: [{ file: join(directory, 'stack.ts'), line: 2, column: 1 }] } };
  const stack = { services: [service] } as unknown as Stack<Mode>;
  const stacks: DescribedStacks = { dev: stack, prod: stack };
  expect(unusedServices(directory, stacks).map(({ name, place }) => [name, place])).toEqual([
    ['Typed', { file: join(directory, 'constructs/typed2.ts'), line: 1 }],
    ['Billing', { file: join(directory, 'constructs/unused.ts'), line: 3 }],
  ]);
});

it('there is none where there are no constructs', () => {
  const stack = { services: [] } as unknown as Stack<Mode>;
  expect(unusedServices('/nowhere', { dev: stack, prod: stack })).toEqual([]);
});
