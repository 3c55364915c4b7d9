import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemContext } from '../lib/construct/definition.js';
import { ALL, type Choice } from '../lib/construct/left-out.js';
import { describeSystems, type Systems } from '../lib/construct/systems.js';
import type { BuildSource } from '../lib/model/image.js';
import type { Mode } from '../lib/model/mode.js';
import { renderTerraform } from '../lib/terraform/app.js';
import { opsconductor } from '../stacks/opsconductor.js';
import { named } from './conventions.js';
import { programsFor } from './swarm/file.js';

/** The example system with the disk left out: each context has the same digest and command, and no stages. */
export function exampleApp(
  { without = [], ...overrides }: Partial<Omit<SystemContext, 'mode'>> = {},
  choice: Partial<Choice> = {},
): Systems {
  const context = {
    ...named('opsconductor'),
    images: {},
    portOffset: 0,
    developer: '1000:1000',
    host: 'localhost',
    sources: {
      context: ({ directory }: Pick<BuildSource, 'directory'>) => ({
        ...{ digest: '000000000000', stages: [], command: ['python', 'main.py'] },
        // its Dockerfile calls setcap
        ...(directory === 'network-analyzer-service' ? { gainsCapabilities: true } : {}),
      }),
    },
    ...overrides,
  };
  return describeSystems(opsconductor, context, { ...ALL, without, ...choice });
}

type Block = Readonly<Record<string, unknown>>;

/** A stack as cdktf writes it. */
export interface TerraformFile {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly [section: string]: unknown;
}

/** The text of all stacks' files, written to a directory that is gone afterwards. */
export function terraformTexts(
  overrides: Parameters<typeof exampleApp>[0] = {},
  sourceRoot = 'examples/opsconductor',
): Record<Mode | 'swarm', string> {
  const outdir = mkdtempSync(join(tmpdir(), 'opsconductor-test-'));
  try {
    const app = exampleApp(overrides);
    const programs = programsFor(app.prod, { command: ['python', 'main.py'] });
    renderTerraform(app, sourceRoot, { outdir, swarm: { programs, registry: '' } }).write();
    const read = (stack: string) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    return { dev: read('dev'), prod: read('prod'), swarm: read('swarm') };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The resources that a construct path holds (`dev/redis`), by type and name, without cdktf's remarks. */
export function resourcesBelow(
  { resource }: TerraformFile,
  path: string,
): Record<string, Record<string, Block>> {
  const kept = Object.entries(resource).map(([type, blocks]) => {
    const own = Object.entries(blocks).filter(([, block]) =>
      `${constructPath(block)}/`.startsWith(`${path}/`),
    );
    return [type, Object.fromEntries(own.map(([id, { '//': _, ...block }]) => [id, block]))] as const;
  });
  return Object.fromEntries(kept.filter(([, blocks]) => Object.keys(blocks).length > 0));
}

function constructPath(block: Block): string {
  return (block['//'] as { metadata: { path: string } }).metadata.path;
}

/** A service's container in a stack's file. */
export function containerOf(file: TerraformFile, mode: Mode, service: string): Block {
  const [container, ...others] = Object.values(
    resourcesBelow(file, `${mode}/${service}`).docker_container ?? {},
  );
  if (!container || others.length > 0) throw new Error(`${mode}/${service} has not exactly one container`);
  return container;
}
