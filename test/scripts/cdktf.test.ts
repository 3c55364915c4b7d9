import { expect, it } from 'vitest';
import { commandsOf, PAGES } from '../docs/page-commands.js';
import { Machine } from './machine.js';

/** A Node that tells what it is asked to run. */
const NODE = `[ "$1" = --version ] && echo v24.1.0 && exit
echo "node $*"`;
function machine(...packages: readonly string[]): Machine {
  return machineOf(NODE, ...packages);
}

function machineOf(node: string, ...packages: readonly string[]): Machine {
  const made = new Machine({ node, npm: '' });
  if (packages.length > 0) made.packages(...packages);
  return made;
}

/** Runs scripts/cdktf.sh; common.sh, which the test's runner reads first, changes nothing for it. */
const cdktf = (on: Machine, ...args: readonly string[]) =>
  on.run([], `exec scripts/cdktf.sh ${args.join(' ')}`);

it.each([
  [[]],
  [['zod']],
])('cdktf.sh says npm ci where cdktf’s CLI is missing, with packages %j', async (packages) => {
  expect(await cdktf(machine(...packages), 'synth')).toEqual({
    code: 1,
    out: '',
    error: "error: cdktf's CLI is not installed, or older than package-lock.json. Fix: npm ci.",
  });
});

it.each([
  ['synth', 'plan'],
  ['diff dev', 'plan -refresh=false'],
  ['destroy prod', 'plan'],
])('cdktf.sh %s is cdktf in the hands of the project, with what it needs here', async (words, plan) => {
  const made = machineOf(`${NODE}; echo "$CHECKPOINT_DISABLE $CI plan" $TF_CLI_ARGS_plan`, 'vitest');
  expect(await cdktf(made, words)).toEqual({
    ...{ code: 0, error: '' },
    out: `node --import ./cli/typescript.mjs -- cli/index.ts cdktf ${words}\n1 true ${plan}`,
  });
});

const onPages = [
  ...new Set(PAGES.flatMap(commandsOf).filter((command) => /\.\/scripts\/cdktf\.sh /.test(command))),
];

it.each(onPages)('%s, as a page has it, calls cdktf with these words', async (command) => {
  const { code, out, error } = await machine('vitest').run([], command);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const [, words = ''] = command.split('cdktf.sh ');
  expect(out.split('\n').at(-1)).toBe(`node --import ./cli/typescript.mjs -- cli/index.ts cdktf ${words}`);
});
