import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import { ensureParts, type SetupOptions } from './setup.js';
import { up } from './up.js';

/** `dev-mode.sh`, `prod-mode.sh`: from whatever this machine is to a running system in a mode. */
export async function start(
  mode: Mode,
  options: SetupOptions & { readonly rebuild: readonly string[] },
): Promise<void> {
  const began = Date.now();
  const system = await up(await ensureParts(options), mode, options.rebuild);
  console.log(`\nOpsConductor runs in ${mode} mode (${((Date.now() - began) / 1000).toFixed(1)} s).\n`);
  console.log(addresses(system));
  console.log(`\n${NEXT[mode].join('\n')}`);
}

const NEXT: Readonly<Record<Mode, readonly string[]>> = {
  dev: [
    'Live files are mounted over the images. The frontend shows an edit at once; a Python service reads its',
    'files when it starts: ./scripts/compose.sh dev restart asset-service',
    'Logs: ./scripts/compose.sh dev logs -f     End: ./scripts/stop-dev.sh (data is kept)',
  ],
  prod: [
    'Everything is baked: an edit is there after ./scripts/prod-mode.sh.',
    'Logs: ./scripts/compose.sh prod logs -f     End: ./scripts/stop-prod.sh (data is kept)',
  ],
};

/** A line for each published service; the rest by their names on the network. */
function addresses(system: SystemSpec): string {
  const width = Math.max(...system.services.map((service) => service.name.length));
  const published = system.services.flatMap(({ name, published }) =>
    published.map(({ host }) => `  ${name.padEnd(width)}  http://localhost:${host}`),
  );
  const inside = system.services
    .filter((service) => service.published.length === 0)
    .map((service) => `${service.name}:${service.port}`);
  return [...published.sort(), `  inside the network: ${inside.join(', ')}`].join('\n');
}
