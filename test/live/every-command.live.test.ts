import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lines } from './engine.js';
import { callEvery, ELSEWHERE, type Subject } from './every-command.js';
import { type Mode, TestSystem } from './harness.js';
import { TestShop } from './shop.js';
import { DEPLOY, TERRAFORM_LACK } from './terraform.js';

/** A system, and how it comes and goes. */
interface Example {
  readonly subject: (mode: Mode, engine: Subject['engine'], scratch: string) => Subject;
  readonly must: (program: string, ...args: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

const secretIn = (root: string, work: string, mode: Mode) =>
  /=(.+)/.exec(readFileSync(join(root, work, `secrets.${mode}.env`), 'utf8'))?.[1] ?? '';

async function opsconductor(): Promise<Example> {
  const system = await TestSystem.make({
    ...{ name: 'oclevery', portOffset: 19_800 },
    without: [
      ...['ai-brain', 'automation-service', 'communication-service', 'frontend', 'gateway'],
      ...['identity-service', 'network-service', 'ollama', 'prefect-server'],
    ],
  });
  return {
    subject: (mode, engine, scratch) => ({
      ...{ program: './opsconductor', mode, engine, scratch },
      ...{
        service: 'asset-service',
        built: 'asset-service',
        container: system.container('asset-service', mode),
      },
      secret: secretIn(system.root, '.opsconductor', mode),
      run: (program, args, more) => system.run(program, args, more),
    }),
    must: (program, ...args) => system.must(program, ...args),
    remove: () => system.remove(),
  };
}

async function theShop(): Promise<Example> {
  const shop = await TestShop.make({ name: 'oclevshop', portOffset: 19_900 });
  return {
    subject: (mode, engine, scratch) => ({
      ...{ program: './shop', mode, engine, scratch, service: 'cache', built: 'worker' },
      ...{ container: `oclevshop-cache-${mode}`, secret: secretIn(shop.root, '.shop', mode) },
      run: (program, args, more) => shop.run(program, args, more),
    }),
    must: (program, ...args) => shop.must(program, ...args),
    remove: () => shop.remove(),
  };
}

describe.each([
  { name: 'OpsConductor', program: './opsconductor', make: opsconductor },
  { name: 'the shop', program: './shop', make: theShop },
])('every command of $name', ({ program, make }) => {
  let example: Example;
  const scratch = mkdtempSync(join(tmpdir(), 'opsconductor-every-'));
  let offered: readonly string[] = [];

  beforeAll(async () => {
    example = await make();
    const help = await example.must(program, '--help');
    const [, commands = ''] = help.split('Commands:\n');
    offered = lines(commands).flatMap((line) => /^ {2}([a-z][\w-]*)/.exec(line)?.[1] ?? []);
  });
  afterAll(async () => {
    await example?.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  const every = async (mode: Mode, engine: Subject['engine']) => {
    const called = await callEvery(example.subject(mode, engine, mkdtempSync(join(scratch, 'of-'))));
    expect(offered.length).toBeGreaterThan(20);
    expect(offered.filter((word) => !called.has(word) && !Object.hasOwn(ELSEWHERE, word))).toEqual([]);
  };

  it('works on dev by Compose', async () => {
    await example.must(program, 'dev', '--detach');
    await every('dev', 'compose');
    await example.must(program, 'stop-dev');
  });

  it('works on prod by Compose', async () => {
    await example.must(program, 'prod');
    await every('prod', 'compose');
    await example.must(program, 'stop-prod');
  });

  it.skipIf(TERRAFORM_LACK)(`works on prod by Terraform (skipped: ${TERRAFORM_LACK ?? 'no'})`, async () => {
    await example.must('npx', 'cdktf', 'deploy', 'prod', ...DEPLOY);
    await every('prod', 'terraform');
    await example.must('npx', 'cdktf', 'destroy', 'prod', '--auto-approve');
  });
});
