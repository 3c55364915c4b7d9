import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandsOf, PAGES } from '../docs/page-commands.js';
import { Machine } from './machine.js';

/** A Node that tells what it is asked to run. */
const NODE = `[ "$1" = --version ] && echo v24.1.0 && exit
echo "node $*"`;
/** One that refuses a deploy as this project's own command would. */
const REFUSING = `${NODE}; [ "\${!#}" != dev ] || { echo 'error: prod is run by Compose' >&2; exit 1; }`;

function machine(...packages: readonly string[]): Machine {
  return machineOf(NODE, ...packages);
}

function machineOf(node: string, ...packages: readonly string[]): Machine {
  const made = new Machine({ node, npm: '' });
  if (packages.length > 0) made.packages(...packages);
  made.program(
    'cdktf',
    'echo "cdktf $* ($CHECKPOINT_DISABLE, $CI)"',
    join(made.project, 'node_modules/.bin'),
  );
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
  ['synth', 'cdktf synth (1, true)'],
  [
    'diff dev',
    'node --import ./cli/typescript.mjs -- cli/index.ts drift dev\ncdktf diff dev --skip-provider-lock (1, true)',
  ],
  // with the secrets where Terraform reads them
  ['destroy prod', 'node --import ./cli/typescript.mjs -- cli/index.ts cdktf-of-prod destroy prod'],
  ['destroy dev', 'cdktf destroy dev (1, true)'],
])('cdktf.sh %s is cdktf, with what it needs here', async (command, out) => {
  expect(await cdktf(machine('vitest'), command)).toEqual({ code: 0, out, error: '' });
});

it('cdktf.sh deploy asks first whether it may, and plans then', async () => {
  expect((await cdktf(machine('vitest'), 'deploy dev --auto-approve')).out.split('\n')).toEqual([
    'node --import ./cli/typescript.mjs -- cli/index.ts may-deploy dev',
    'cdktf deploy dev --auto-approve --skip-provider-lock (1, true)',
  ]);
});

it('cdktf.sh deploy ends before the plan where it is refused', async () => {
  const { code, out, error } = await cdktf(machineOf(REFUSING, 'vitest'), 'deploy dev');
  expect({ code, error }).toEqual({ code: 1, error: 'error: prod is run by Compose' });
  expect(out).not.toContain('cdktf deploy');
});

it('cdktf.sh deploy of prod is in the hands of what goes back where it fails', async () => {
  expect(await cdktf(machine('vitest'), 'deploy prod --auto-approve')).toMatchObject({
    out: 'node --import ./cli/typescript.mjs -- cli/index.ts deploy-or-go-back --auto-approve --skip-provider-lock',
  });
});

const onPages = [
  ...new Set(PAGES.flatMap(commandsOf).filter((command) => /\.\/scripts\/cdktf\.sh /.test(command))),
];

it.each(onPages)('%s, as a page has it, calls cdktf with these words', async (command) => {
  const made = machine('vitest');
  made.program('cdktf', 'echo "cdktf $*"', join(made.project, 'node_modules/.bin'));
  const { code, out, error } = await made.run([], command);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const [, words = ''] = command.split('cdktf.sh ');
  const called = out
    .split('\n')
    .at(-1)
    ?.replace(/^node .* deploy-or-go-back/, 'cdktf deploy prod')
    .replace(/^node .* cdktf-of-prod/, 'cdktf');
  expect(called).toMatch(new RegExp(`^cdktf ${words}( --skip-provider-lock)?$`));
});
