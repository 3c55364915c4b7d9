import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { linter } from '../../lib/setup/linters.js';
import type { Need, Row } from './row.js';

const ANSWERS: Readonly<Record<Need, () => Promise<boolean>>> = {
  engine: () => answers('docker', 'version'),
  'second engine': async () =>
    (await import('../../test/live/second-engine.js')).SECOND_ENGINE_LACK === undefined,
  'fresh machine': async () =>
    (await import('../../test/live/fresh-machine.js')).FRESH_MACHINE_LACK === undefined,
  terraform: () => answers('terraform', 'version'),
  compose: () => answers('docker', 'compose', 'version'),
  linters: async () => existsSync(linter('compose-lint')) && existsSync(linter('hadolint')),
};

/** What a row needs and this machine has not, in words; undefined where it has all. */
export async function lackOf({ needs = [] }: Row): Promise<string | undefined> {
  for (const need of needs) if (!(await ANSWERS[need]())) return `this machine has no ${need}`;
  return undefined;
}

async function answers(program: string, ...args: readonly string[]): Promise<boolean> {
  return !(await execa(program, args, { reject: false })).failed;
}
