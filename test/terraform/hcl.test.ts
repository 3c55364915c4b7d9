import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shop } from '../../examples/shop/constructs/shop.js';
import type { Systems } from '../../lib/construct/systems.js';
import { MODES } from '../../lib/model/mode.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import { describe as describeSystem } from '../../lib/synth/description.js';
import { readSettings } from '../../lib/synth/settings.js';
import { renderTerraform } from '../../lib/terraform/app.js';
import { forHcl } from '../../lib/terraform/hcl.js';
import { escapeTemplate } from '../../lib/terraform/text.js';
import { programsFor } from '../swarm/file.js';
import { exampleApp } from '../system.js';

const REMARKS = '//';
const STACKS = [...MODES, 'swarm'] as const;
const SHOP = join(import.meta.dirname, '../../examples/shop');
const shopApp = () =>
  describeSystem(readSettings({ directory: SHOP, system: shop }, { XDG_CONFIG_HOME: SHOP })).systems;

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Each stack of a system as `cdktf synth` writes it, in one of its two forms. */
function written(systems: Systems, name: 'cdk.tf' | 'cdk.tf.json'): Record<string, string> {
  vi.stubEnv('SYNTH_HCL_OUTPUT', String(name === 'cdk.tf'));
  const outdir = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  try {
    const swarm = { programs: programsFor(systems.prod, { entrypoint: ['a "b"'] }), registry: '' };
    renderTerraform(systems, 'the "source" root', { outdir, swarm }).write();
    const text = (stack: string) => readFileSync(join(outdir, 'stacks', stack, name), 'utf8');
    return Object.fromEntries(STACKS.map((stack) => [stack, text(stack)]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The same value for what Terraform takes for the same: a block alone or in a list, and what is empty or left out. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) {
    const each = value.map(meaning).filter((one) => one !== undefined);
    if (each.every((one) => one instanceof Object)) return each.length > 1 ? merged(each) : each[0];
    return each;
  }
  if (!(value instanceof Object)) return value;
  const pairs = Object.entries(value).flatMap(([name, each]) => {
    const one = name === REMARKS ? undefined : meaning(each);
    return one === undefined ? [] : [[name, one] as const];
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

/** `[{ a: 1 }, { a: 2 }]`, as each provisioner stands in JSON, and `{ a: [1, 2] }`, as the reader of HCL gives them. */
function merged(blocks: readonly unknown[]): unknown {
  const [name, ...others] = new Set(blocks.flatMap((block) => Object.keys(block as object)));
  return name === 'local-exec' && others.length === 0
    ? { [name]: blocks.map((block) => (block as Record<string, unknown>)[name]) }
    : blocks;
}

/** The same system, where nobody but the team knows PostgreSQL's password. */
function withTeamSecret(systems: Systems): Systems {
  const ofTeam = <T extends ServiceSpec>(spec: T): T => ({
    ...spec,
    secretForms: { POSTGRES_PASSWORD: 'from the team' },
  });
  const { dev } = systems.stacks;
  const stack = {
    context: dev.context,
    spec: { ...dev.spec, services: dev.spec.services.map(ofTeam) },
    services: dev.services.map((each) => ({ ...each, spec: ofTeam(each.spec) })),
  } as unknown as typeof dev;
  return { ...systems, stacks: { ...systems.stacks, dev: stack } };
}

describe('the stacks in HCL', () => {
  it.each([
    ['the sample', exampleApp],
    ['the shop', shopApp],
  ])('say of %s what they say in JSON', async (_, systems) => {
    const hcl = written(systems(), 'cdk.tf');
    const json = written(systems(), 'cdk.tf.json');
    for (const stack of STACKS) {
      const read = await parse('cdk.tf', hcl[stack] ?? '');
      expect(meaning(read), stack).toEqual(meaning(JSON.parse(json[stack] ?? '')));
    }
  });

  it('are refused a plan by Terraform itself where a secret of the team is missing, for cdktf has no words for it in HCL', () => {
    const text = written(withTeamSecret(exampleApp()), 'cdk.tf').dev ?? '';
    expect(text).toContain('POSTGRES_PASSWORD');
    expect(text).not.toMatch(/precondition|lookup\(/);
    expect(written(withTeamSecret(exampleApp()), 'cdk.tf.json').dev).toMatch(/lookup\(.*precondition/s);
  });

  it('keep every text as it is', async () => {
    const unit = fc.constantFrom('$', '%', '{', '}', 'a', '"', '\\', '\n', '\r', '\t', "'", 'é');
    const texts = fc.sample(fc.string({ unit }), 200).map(escapeTemplate);
    const lines = texts.map((text, i) => `  t${i} = "${forHcl(text)}"`);
    const read = await parse('cdk.tf', `locals {\n${lines.join('\n')}\n}\n`);
    expect(texts.map((_, i) => read.locals[0][`t${i}`])).toEqual(texts);
  });
});
