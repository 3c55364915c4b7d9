import { inFile, textInFile } from '../../compose/read/as-in-file.js';
import { directoryOf, relativeTo } from '../../compose/read/paths.js';
import { entriesOf, entryOf, itemsOf, plainText, type ServiceNotes, type Tree } from './attributes.js';

/** Names of the top level's volumes that are nothing but a name, and are mounted by nobody in any other way than to write there. */
export function plainVolumes(volumes: Tree | undefined, services: readonly Tree[]): ReadonlySet<string> {
  const others = new Set(services.flatMap(otherwiseMounted));
  const plain = entriesOf(volumes).filter(([name, volume]) => {
    const said = entriesOf(volume).filter(([, value]) => value.kind !== 'leaf' || value.value !== null);
    return said.length === 0 && !others.has(name) && /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name);
  });
  return new Set(plain.map(([name]) => name));
}

function otherwiseMounted(service: Tree): string[] {
  const mounts = itemsOf(entryOf(service, 'volumes'));
  const names = mounts.map((item) => plainText(entryOf(item, 'source')) ?? '');
  return names.filter((name, i) => {
    const item = mounts[i];
    return names.indexOf(name) !== i || (item !== undefined && !isOnlyVolume(item));
  });
}

/** Data volumes by their names; every other mount stays with Compose as it is written. */
export function importVolumes(
  service: Tree,
  plain: ReadonlySet<string>,
  notes: ServiceNotes,
): Record<string, string> {
  const volumes: Record<string, string> = {};
  for (const item of itemsOf(entryOf(service, 'volumes'))) {
    const [source, target] = [plainText(entryOf(item, 'source')), plainText(entryOf(item, 'target'))];
    const isPlain = source !== undefined && plain.has(source) && isOnlyVolume(item);
    if (isPlain && target?.startsWith('/') && !Object.hasOwn(volumes, source)) volumes[source] = target;
    else
      notes.pass(
        'volumes',
        [written(item, notes.root)],
        item.place,
        `volumes: ${source === undefined ? unnamed(item) : relativeTo(notes.root, source)} at ${target ?? '?'}`,
      );
  }
  return volumes;
}

function unnamed(item: Tree): string {
  return plainText(entryOf(item, 'type')) === 'tmpfs' ? 'memory' : 'an anonymous volume';
}

function isOnlyVolume(item: Tree): boolean {
  return (
    item.kind === 'table' &&
    !item.short?.parts &&
    // an option that the long form of a volume has no word for: z
    (item.short?.text.split(':').length ?? 0) <= 2 &&
    plainText(entryOf(item, 'type')) === 'volume' &&
    entriesOf(item).every(
      ([key, value]) =>
        ['type', 'source', 'target'].includes(key) || (key === 'volume' && entriesOf(value).length === 0),
    )
  );
}

/** The short form where it means the same in the file that is written. */
function written(item: Tree, root: string): unknown {
  const short = item.kind === 'table' ? item.short : undefined;
  const file = short?.place?.file;
  return short && file !== undefined && directoryOf(file) === root ? textInFile(short) : inFile(item, root);
}
