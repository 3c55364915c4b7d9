import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceDescription } from '../../lib/construct/description.js';
import { containerPort } from '../../lib/model/port.js';
import type { ServiceSpec } from '../../lib/model/service-spec.js';
import type { TestSystem } from './harness.js';

/** The port that every probe is declared to serve on. */
export const PROBE_PORT = containerPort(7000);

/** What a probe is by itself: a container that does nothing, of the image that redis has. */
const PROBE: ServiceDescription = {
  kind: 'backing',
  image: 'redis:7-alpine',
  port: { container: PROBE_PORT },
  command: ['sleep', '86400'],
  environment: { PROBE: ['1'] },
  healthCheck: { test: ['CMD', 'true'], interval: 1, timeout: 5, retries: 3, startPeriod: 1 },
  memory: 64,
};

// a start would say what types it lacks
const STACK = `// @ts-nocheck
import { readFileSync } from 'node:fs';
import { DockerService, type Mode, Stack } from '../lib/index.js';

export class OpsConductorStack<M extends Mode> extends Stack<M> {
  constructor(scope: any, context: any) {
    super(scope, context);
    for (const [name, definition] of Object.entries(JSON.parse(readFileSync('probes.json', 'utf8'))))
      new DockerService(this, name, { mode: context.mode, needs: [], ...definition });
  }
}
`;

const OVERRIDE = `
import { readFileSync } from 'node:fs';
export function resolveService(service, definition, system) {
  const spec = resolvedByItself(service, definition, system);
  if (system.mode === 'dev') return spec;
  return { ...spec, ...JSON.parse(readFileSync('overrides.json', 'utf8'))[service] };
}
`;

/** Makes of the test's copy of the project one whose services are probes, and whose specs in prod can be overridden. */
export function makeProbes(
  system: TestSystem,
  names: readonly string[],
  differing: Partial<ServiceDescription> = {},
): void {
  writeFileSync(join(system.project, 'stacks/opsconductor-stack.ts'), STACK);
  const resolve = join(system.project, 'lib/construct/resolve.ts');
  const source = readFileSync(resolve, 'utf8');
  const renamed = source.replace('export function resolveService<', 'function resolvedByItself<');
  if (renamed === source) throw new Error('lib/construct/resolve.ts has no resolveService any more');
  writeFileSync(resolve, renamed + OVERRIDE);
  const definitions = names.map((name) => [name, { ...PROBE, ...differing }]);
  writeFileSync(join(system.project, 'probes.json'), JSON.stringify(Object.fromEntries(definitions)));
  override(system, {});
}

/** From the next synthesis on, the specs of these probes in prod differ from what they are by themselves. */
export function override(
  system: TestSystem,
  specs: Readonly<Record<string, Readonly<Partial<ServiceSpec>>>>,
): void {
  writeFileSync(join(system.project, 'overrides.json'), JSON.stringify(specs));
}
