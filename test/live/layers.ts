import { execa } from 'execa';
import { clearDeadRuns, layersOf } from './dead-runs.js';
import { docker, lines, removeSystem } from './engine.js';

/** The run: what another one keeps at the same time is not removed with what this one did. */
const RUN = 'OPSCONDUCTOR_TEST_RUN';
/** Its process; of a benchmark, the benchmark's. */
export const run = () => process.env[RUN] ?? String(process.pid);
/** Names of the tests alone, by which the engine keeps images; the builder finds their layers again. */
const kept = () => layersOf(run());

/**
 * Removes a system, but for the layers of its images: what one test system has built, the builder does not build again for
 * another of the same content. It also keeps a file that ends from taking a layer from under the build of one that runs
 * beside it. A benchmark, which no teardown follows, keeps nothing.
 */
export async function removeAllButLayers(system: string): Promise<void> {
  if (process.env.VITEST) await keepLayers(system);
  await removeSystem(system);
}

/** Gives each image of a system a second name. */
async function keepLayers(system: string): Promise<void> {
  const rows = lines(await docker('images', '--no-trunc', '--format', '{{.Repository}} {{.ID}}'));
  const own = rows.filter((row) => row.startsWith(`localhost/${system}/`));
  const ids = new Set(own.map((row) => row.slice(row.indexOf('sha256:') + 'sha256:'.length)));
  await Promise.all([...ids].map((id) => docker('tag', id, `${kept()}:${id.slice(0, 12)}`)));
}

/** vitest's global setup: when all files of the run are done, nothing of theirs is left, nor of runs that were killed. */
export default async function setup(): Promise<() => Promise<void>> {
  // every project's setup is called, in the process that starts the workers
  process.env[RUN] ??= String(process.pid);
  await clearDeadRuns();
  return async () => {
    const { failed, stdout } = await execa('docker', ['images', '--format', '{{.Tag}}', kept()], {
      reject: false,
    });
    const tags = failed ? [] : lines(stdout);
    if (tags.length > 0) await docker('rmi', ...tags.map((tag) => `${kept()}:${tag}`));
  };
}
