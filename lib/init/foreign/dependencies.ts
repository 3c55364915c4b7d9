import { inFile } from '../../compose/read/as-in-file.js';
import {
  entriesOf,
  entryOf,
  itemsOf,
  leafOf,
  plainText,
  type ServiceNotes,
  type Tree,
} from './attributes.js';

/** What a service starts after. Whom it waits for to be healthy it needs; what else it waits for only Compose knows. */
export function importDependencies(
  service: Tree,
  names: ReadonlySet<string>,
  notes: ServiceNotes,
): { readonly needs: readonly string[]; readonly requires: readonly string[] } {
  const needs: string[] = [];
  const requires = new Set(sharedWith(service).filter((name) => names.has(name)));
  for (const [name, how] of entriesOf(entryOf(service, 'depends_on'))) {
    const isPlain = entriesOf(how).every(
      ([key, value]) => key === 'condition' || (key === 'required' && leafOf(value)?.text !== 'false'),
    );
    if (isPlain && names.has(name) && plainText(entryOf(how, 'condition')) === 'service_healthy') {
      needs.push(name);
      continue;
    }
    if (names.has(name)) requires.add(name);
    const condition = plainText(entryOf(how, 'condition')) ?? 'service_started';
    notes.pass(
      'depends_on',
      { [name]: { condition, ...(inFile(how, notes.root) as object) } },
      how.place,
      `depends_on.${name}: ${condition}`,
    );
  }
  return { needs, requires: [...requires].filter((name) => !needs.includes(name)) };
}

/** Whose network, processes, mounts or name it has. */
function sharedWith(service: Tree): string[] {
  const modes = ['network_mode', 'ipc', 'pid'].flatMap(
    (key) => /^service:(.+)$/.exec(leafOf(entryOf(service, key))?.text ?? '')?.[1] ?? [],
  );
  const named = ['links', 'volumes_from'].flatMap((key) =>
    itemsOf(entryOf(service, key)).flatMap((item) => leafOf(item)?.text.replace(/:.*$/s, '') ?? []),
  );
  return [...modes, ...named];
}
