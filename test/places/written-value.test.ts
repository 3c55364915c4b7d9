import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WrittenCalls } from '../../lib/places/written-value.js';

/** A class that a team derives its services from: their props go through it under names of its own. */
const BASE = `
export class Base extends DockerService {
  constructor(scope, id, props) {
    const { source, dockerfile = 'Dockerfile', live, calls = [], needs = [], ...rest } = props;
    /*here*/super(scope, id, {
      memory: 512,
      healthCheck: pythonGet('/health'),
      ...rest,
      needs: [...calls, ...needs],
      image: { directory: source, dockerfile, live },
      environment: {
        SHARED: 'yes',
        ...props.environment,
      },
    } as const);
  }
}
`;
const ORDERS = `
const PORT = 8001;
export class Orders extends Base {
  constructor(private readonly scope: Stack, id: string, { mode, ...base }: Props) {
    /*here*/super(scope, id, {
      mode,
      ...base,
      source: 'orders',
      port: {
        container: 3000,
        host: PORT,
      },
      live: [
        file('main.py'),
        dir('data'),
      ],
      environment: {
        'LOG_LEVEL': 'debug',
      },
    });
  }
}
`;
const STACK = `
class Services extends Stack {
  constructor(scope, context) {
    super(scope, context);
    const base = {
      mode: this.mode,
      cpus: 2,
    };
    this.kept(/*here*/new Orders(this, 'orders', {
      ...base,
      pids: 64,
    }));
  }
}
`;

const MARK = '/*here*/';
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function written(files: Readonly<Record<string, string>>): WrittenCalls {
  return new WrittenCalls(
    Object.entries(files).map(([name, text]) => {
      const file = join(directory, name);
      writeFileSync(file, text);
      const before = text.slice(0, text.indexOf(MARK) + MARK.length).split('\n');
      return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
    }),
  );
}

/** The line itself, with its file's name. */
function shown(place: { file: string; line: number } | undefined, files: Readonly<Record<string, string>>) {
  const name = Object.keys(files).find((each) => place?.file === join(directory, each)) ?? '';
  return place && `${name}: ${files[name]?.split('\n')[place.line - 1]?.trim()}`;
}

const FILES = { 'base.ts': BASE, 'orders.ts': ORDERS, 'stack.ts': STACK };

describe('the line of a prop', () => {
  it.each([
    ['is that of the class that says it', ['memory'], 'base.ts: memory: 512,'],
    ['is that of the class that passed it on', ['port', 'container'], 'orders.ts: container: 3000,'],
    ['is where its constant is', ['port', 'host'], 'orders.ts: const PORT = 8001;'],
    ['is followed through another name', ['image', 'directory'], "orders.ts: source: 'orders',"],
    ['is an element of a list', ['image', 'live', 'data'], "orders.ts: dir('data'),"],
    ['is its default where nobody says it', ['image', 'dockerfile'], 'base.ts: const { source, docker'],
    ['is in what is spread over it', ['environment', 'LOG_LEVEL'], "orders.ts: 'LOG_LEVEL': 'debug',"],
    ['is beside what is spread over it', ['environment', 'SHARED'], "base.ts: SHARED: 'yes',"],
    ['is in the stack', ['pids'], 'stack.ts: pids: 64,'],
    ["is in one of the stack's constants", ['cpus'], 'stack.ts: cpus: 2,'],
  ])('%s: %j', (_, path, line) => {
    expect(shown(written(FILES).find(path), FILES)).toMatch(new RegExp(`^${escaped(line)}`));
  });

  it.each([
    ['nobody says', ['user']],
    ['is in no list', ['image', 'live', 'gone']],
    ['a parameter does not pass on', ['id']],
  ])('is unknown of what %s', (_, path) => {
    expect(written(FILES).find(path)).toBeUndefined();
  });

  it('is looked for to an end where a name leads to itself', () => {
    const files = { 'x.ts': 'const props = { ...props };\n/*here*/new DockerService(this, "x", props);\n' };
    expect(written(files).find(['memory'])).toBeUndefined();
  });

  it('is found through the parameters of a function', () => {
    const files = {
      'make.ts':
        'function make(stack, memory) {\n  return /*here*/new DockerService(stack, "x", { memory });\n}\n',
      'stack.ts': '/*here*/make(\n  this,\n  64,\n);\n',
    };
    expect(shown(written(files).find(['memory']), files)).toBe('stack.ts: 64,');
  });
});

describe('the line of a construct', () => {
  it('is the call of its most derived class, and of its stack', () => {
    const calls = written(FILES);
    expect(shown(calls.own, FILES)).toBe(`orders.ts: ${MARK}super(scope, id, {`);
    expect(shown(calls.creation, FILES)).toContain(
      "stack.ts: this.kept(/*here*/new Orders(this, 'orders', {",
    );
  });

  it('is one and the same where the stack describes it', () => {
    const files = { 'main.ts': "\n/*here*/new DockerService(this, 'x', {});\n" };
    const calls = written(files);
    expect(calls.own).toEqual({ file: join(directory, 'main.ts'), line: 2 });
    expect(calls.creation).toEqual(calls.own);
  });

  it('is unknown of a file that is gone', () => {
    const calls = new WrittenCalls([{ file: join(directory, 'gone.ts'), line: 1, column: 1 }]);
    expect([calls.own, calls.creation, calls.find(['memory'])]).toEqual([undefined, undefined, undefined]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
