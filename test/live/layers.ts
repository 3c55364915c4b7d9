import { execa } from 'execa';
import { docker, lines } from './engine.js';

/** Names of the tests alone, by which the engine keeps images; the builder finds their layers again. */
const KEPT = 'localhost/opsconductor-test/layers';

/**
 * Gives each image of a system a second name, so that its layers outlive the system: what one test system has built,
 * the builder does not build again for another of the same content. It also keeps a file that removes its images from
 * taking a layer from under the build of a file that runs beside it.
 */
export async function keepLayers(system: string): Promise<void> {
  const rows = await docker('images', '--no-trunc', '--format', '{{.Repository}}\t{{.ID}}');
  const own = lines(rows).map((row) => row.split('\t') as [string, string]);
  const ids = new Set(own.filter(([name]) => name.startsWith(`localhost/${system}/`)).map(([, id]) => id));
  await Promise.all(
    [...ids].map((id) => docker('tag', id, `${KEPT}:${id.replace('sha256:', '').slice(0, 12)}`)),
  );
}

/** vitest's global setup: when all files of the run are done, nothing of theirs is left. */
export default function setup(): () => Promise<void> {
  return async () => {
    const { failed, stdout } = await execa('docker', ['images', '--format', '{{.Tag}}', KEPT], {
      reject: false,
    });
    const tags = failed ? [] : lines(stdout);
    if (tags.length > 0) await docker('rmi', ...tags.map((tag) => `${KEPT}:${tag}`));
  };
}
