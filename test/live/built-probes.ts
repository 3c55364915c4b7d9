import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceDescription } from '../../lib/construct/description.js';
import { docker } from './engine.js';
import type { TestSystem } from './harness.js';
import { makeProbes } from './probes.js';

/** How a probe differs from what one is by itself; what is undefined it has not. */
type Differing = { readonly [K in keyof ServiceDescription]?: ServiceDescription[K] | undefined };

/** Probes that differ from what a probe is by itself. */
export function defineProbes(system: TestSystem, definitions: Readonly<Record<string, Differing>>): void {
  makeProbes(system, Object.keys(definitions));
  const file = join(system.project, 'probes.json');
  const plain: Record<string, object> = JSON.parse(readFileSync(file, 'utf8'));
  const merged = Object.entries(definitions).map(([name, own]) => [name, { ...plain[name], ...own }]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(merged)));
}

/** The image of a probe that is built from the directory of its name. */
export function builtImage(probe: string): Pick<ServiceDescription, 'image'> {
  return { image: { directory: probe, dockerfile: 'Dockerfile', shared: false, live: [] } };
}

/** What a built probe is made of. @param step a shell command that its build runs @default - one that succeeds */
export function writeSource(system: TestSystem, probe: string, text: string, step = 'true'): void {
  const directory = join(system.root, probe);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'text'), text);
  writeFileSync(
    join(directory, 'Dockerfile'),
    `FROM redis:7-alpine\nCOPY text /text\nRUN echo step of ${probe}; ${step}\n`,
  );
}

/** Runs a shell command beside a probe that holds no capability, as root on the probe's volumes. */
export async function onVolumes(container: string, command: string): Promise<string> {
  const image = await docker('inspect', '--format', '{{.Image}}', container);
  return docker(
    ...['run', '--rm', '--network', 'none', '--user', '0', '--volumes-from', container],
    ...['--entrypoint', 'sh', image, '-c', command],
  );
}
