import { hasVariables, inFile } from '../../compose/read/as-in-file.js';
import { durationSeconds } from '../../compose/read/quantities.js';
import type { HealthCheck } from '../../model/service-spec.js';
import { entriesOf, entryOf, plainText, type ServiceNotes, type Tree } from './attributes.js';

/** Docker's own values for what a health check leaves out: docs.docker.com/reference/dockerfile/#healthcheck */
const DEFAULTS = { interval: 30, timeout: 30, retries: 3, startPeriod: 0 };
const TIMES = { interval: 'interval', timeout: 'timeout', start_period: 'startPeriod' } as const;
const SAID = new Set(['test', 'retries', 'disable', ...Object.keys(TIMES)]);

/** A health check in whole seconds; any other stays with Compose. */
export function importHealth(service: Tree, notes: ServiceNotes): HealthCheck | undefined {
  const tree = entryOf(service, 'healthcheck');
  if (tree?.kind !== 'table') return undefined;
  const check = hasVariables(tree) ? undefined : healthOf(tree);
  if (!check) {
    notes.passTree('healthcheck', tree);
    return undefined;
  }
  for (const [key, value] of entriesOf(tree))
    if (!SAID.has(key))
      notes.pass('healthcheck', { [key]: inFile(value, notes.root) }, value.place, `healthcheck.${key}`);
  return check;
}

function healthOf(tree: Tree): HealthCheck | undefined {
  const test = testOf(entryOf(tree, 'test'));
  const isDisabled = /^true$/i.test(plainText(entryOf(tree, 'disable')) ?? '');
  if (!test || isDisabled) return undefined;
  const times = Object.entries(TIMES).flatMap(([key, name]) => {
    const text = plainText(entryOf(tree, key));
    return text === undefined || text === '' ? [] : [[name, durationSeconds(text) ?? Number.NaN] as const];
  });
  const retries = plainText(entryOf(tree, 'retries'));
  const check = {
    test,
    ...DEFAULTS,
    ...Object.fromEntries(times),
    ...(retries === undefined ? {} : { retries: Number(retries) }),
  };
  const { interval, timeout, startPeriod } = check;
  return [interval, timeout, startPeriod, check.retries].every(Number.isInteger) ? check : undefined;
}

function testOf(tree: Tree | undefined): string[] | undefined {
  if (tree?.kind === 'leaf') return tree.text === '' ? undefined : ['CMD-SHELL', tree.text];
  const words = tree?.kind === 'list' ? tree.items.map((item) => plainText(item) ?? '') : [];
  return words[0] === 'CMD' || words[0] === 'CMD-SHELL' ? words : undefined;
}
