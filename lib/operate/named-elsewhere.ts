import { existsSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ownerOf } from '../deploy/data-owner.js';
import { hostPorts } from '../deploy/take-instance.js';
import { checkoutAt } from '../disk/worktree.js';
import { composeRootOf } from '../engine/docker.js';
import { type Listed, listAll } from '../engine/marks.js';
import { labelNames } from '../model/labels.js';
import { ownContainer } from '../model/ownership.js';
import type { Settings } from '../synth/settings.js';
import type { InstancePlace } from './instance-place.js';

/** Systems of these labels that have containers, and that nothing else is known of: in the order of their names. */
export async function namedElsewhere(
  settings: Settings,
  known: readonly Pick<InstancePlace, 'name'>[],
  containers: readonly Listed[],
): Promise<InstancePlace[]> {
  const { conventions } = settings;
  const own = containers.filter((each) => ownContainer({ name: each.system, conventions }, each));
  const names = [...new Set(own.map(({ system }) => system))].sort();
  const others = names.filter((name) => known.every((place) => place.name !== name));
  const places = await Promise.all(
    others.map(async (name): Promise<InstancePlace[]> => {
      const root = await rootOf(settings, name);
      return root === undefined ? [] : [placeAt(settings, name, root)];
    }),
  );
  return places.flat();
}

/** The source root that a system was started from last, as Compose's containers say, or the note of its data. */
async function rootOf({ conventions }: Settings, name: string): Promise<string | undefined> {
  const filter = `label=${labelNames(conventions).system}=${name}`;
  const root = await composeRootOf(filter);
  if (root !== undefined) return root;
  const [volume] = await listAll('volume', { conventions }, [filter]);
  return volume && ownerOf(volume.name);
}

function placeAt(settings: Settings, name: string, root: string): InstancePlace {
  const isGone = !existsSync(root);
  const checkout = isGone ? root : checkoutAt(realpathSync(root));
  // as it lies here
  const project = join(checkout, relative(checkoutAt(realpathSync(settings.sourceRoot)), settings.directory));
  return {
    ...{ name, worktree: checkout, sourceRoot: root, isGone, portOffset: 0, ports: hostPorts(settings) },
    project: root === settings.sourceRoot ? settings.directory : existsSync(project) ? project : checkout,
  };
}
