import type { AttributePlaces, Place } from './parsed.js';
import { ATTRIBUTES, EXTENSION } from './read-service.js';
import type { Table, Tree } from './tree.js';

/**
 * The places of a merged project's attributes, found by the paths that findings have.
 * @param first where it begins
 * @param extension the key of the extension that generated files have @default - none is known
 */
export function placesOf(project: Table, first: Place, extension?: string): AttributePlaces {
  return {
    find(service, at) {
      const [attribute = '', key] = parsePath(at);
      const found =
        service === undefined
          ? inProject(project, attribute, key)
          : inService(project, service, { attribute, key, extension });
      return found ?? first;
    },
  };
}

/** `mounts[/app/data]` and `image.target` as the attribute and what is in the brackets. */
function parsePath(at: string): [attribute: string, key: string | undefined] {
  const match = /^([\w-]+)(?:\[(.*)\])?/s.exec(at);
  return [match?.[1] ?? '', match?.[2]];
}

function inProject(project: Table, attribute: string, key: string | undefined): Place | undefined {
  const section = project.entries.get(attribute);
  return (
    (key === undefined ? undefined : entry(section, key)?.place) ??
    section?.place ??
    volumeByName(project, attribute, key)
  );
}

/** `volumes[name]` has the engine's name for it, which may differ from the file's. */
function volumeByName(project: Table, attribute: string, key: string | undefined): Place | undefined {
  const volumes = project.entries.get('volumes');
  if (attribute !== 'volumes' || volumes?.kind !== 'table') return undefined;
  for (const [name, volume] of volumes.entries)
    if (text(entry(volume, 'name')) === key || key?.endsWith(`_${name}`)) return volume.place;
  return undefined;
}

interface Sought {
  readonly attribute: string;
  readonly key: string | undefined;
  readonly extension: string | undefined;
}

function inService(project: Table, name: string, { attribute, key, extension }: Sought): Place | undefined {
  const service = entry(project.entries.get('services'), name);
  if (!service) return undefined;
  const names = (ATTRIBUTES.get(attribute) ?? [attribute]).flatMap((written) =>
    written === EXTENSION ? (extension ?? []) : written,
  );
  for (const written of names) {
    const tree = entry(service, written);
    if (!tree) continue;
    const inner = key === undefined ? undefined : find(tree, key);
    if (inner?.place) return inner.place;
    if (key === undefined) return tree.place;
  }
  const around = names.map((written) => entry(service, written)).find(Boolean);
  return around?.place ?? service.place;
}

/** An entry of a map by its key; of a list by what findings name it: a mount's target, a port's outside, a text itself. */
function find(tree: Tree, key: string): Tree | undefined {
  if (tree.kind === 'table') return tree.entries.get(key);
  if (tree.kind !== 'list') return undefined;
  const names = (item: Tree) =>
    item.kind === 'leaf'
      ? [item.text]
      : ['published', 'target', 'source', 'path'].map((name) => text(entry(item, name)));
  return tree.items.find((item) => names(item).includes(key));
}

function entry(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'table' ? tree.entries.get(key) : undefined;
}

function text(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'leaf' ? tree.text : undefined;
}
