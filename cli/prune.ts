import { deployedSystem } from '../lib/deploy/deployed.js';
import { requireEngine } from '../lib/deploy/require-engine.js';
import { removeImages } from '../lib/engine/images.js';
import { underway } from '../lib/engine/interruption.js';
import { type Leftover, removeContext, unwantedContexts, unwantedImages } from '../lib/engine/prune.js';
import { ReleaseStore } from '../lib/engine/releases.js';
import { removeSwarmSecrets, unusedSecrets } from '../lib/engine/swarm-secrets.js';
import { unfinishedBuilds } from '../lib/engine/unfinished-builds.js';
import { counted } from '../lib/model/counted.js';
import { formatSize } from '../lib/model/format-size.js';
import { imageName } from '../lib/model/image.js';
import { MODES } from '../lib/model/mode.js';
import { describe } from '../lib/synth/description.js';
import type { Project } from '../lib/synth/project.js';
import { readSettings } from '../lib/synth/settings.js';
import { printJson } from './json-option.js';
import { SHAPES } from './shapes.js';

/**
 * `prune.sh`: removes own images and build contexts that are neither of the source tree as it is, nor of a release
 * that is kept, nor of a container.
 * @param options.dryRun whether they are listed and stay
 */
export async function prune(
  project: Project,
  { dryRun, json }: { readonly dryRun: boolean; readonly json: boolean },
): Promise<void> {
  await requireEngine(project.system.conventions.commands);
  const { systems, settings } = describe(readSettings(project));
  const { sourceRoot, name } = settings;
  const built = [systems.dev, systems.prod].flatMap(({ services }) =>
    services.flatMap(({ image }) => (image.kind === 'build' ? [image] : [])),
  );
  const releases = MODES.flatMap((mode) => new ReleaseStore(sourceRoot, { ...settings, mode }).all());
  const deployed = deployedSystem(sourceRoot, { ...settings, mode: 'prod' });
  const released = [...releases.map(({ system }) => system), ...(deployed ? [deployed] : [])].flatMap(
    ({ services }) => services.map(({ image }) => imageName(image)),
  );
  const images = await unwantedImages(
    settings,
    new Set([...built.map(imageName), ...released]),
    new Set(),
    unfinishedBuilds(sourceRoot, settings.conventions),
  );
  const contexts = unwantedContexts(
    sourceRoot,
    settings.conventions,
    new Set(built.map(({ context }) => context)),
  );
  const secrets = await unusedSecrets({ ...settings, mode: 'prod' });
  const all = [...images, ...contexts];
  if (all.length + secrets.length === 0 && !json) {
    console.log(`Nothing to remove: everything of ${name} is still needed.`);
    return;
  }
  if (!dryRun) {
    await underway({ state: 'some of it may be removed' }, () =>
      removeImages(images.map((image) => image.name)),
    );
    for (const context of contexts) removeContext(sourceRoot, context.name);
    await removeSwarmSecrets(secrets);
  }
  if (json) return printJson(SHAPES.prune, { version: 1, removed: !dryRun, images, contexts, secrets });
  const lines = [list(all), ...secrets.map((name) => `  ${name}  a secret of Swarm's`)].filter(Boolean);
  console.log(`${dryRun ? 'Would remove' : 'Removed'}:\n${lines.join('\n')}`);
  const total = formatSize(all.reduce((sum, { size }) => sum + size, 0));
  // layers that two images share are counted with each
  console.log(
    `${counted(images.length, 'image')}, ${counted(contexts.length, 'build context')}: at most ${total}.`,
  );
}

function list(leftovers: readonly Leftover[]): string {
  const rows = leftovers.map(({ name, size }) => [name.replace(/^(sha256:.{12}).*/, '$1'), formatSize(size)]);
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', size]) => `  ${name.padEnd(width)}  ${size}`).join('\n');
}
