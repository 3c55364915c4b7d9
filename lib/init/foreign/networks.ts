import { inFile } from '../../compose/read/as-in-file.js';
import { entriesOf, entryOf, leafOf, type ServiceNotes, type Tree } from './attributes.js';

/** The networks of a service, where it says more than that it is on the default one; there its old name is known, too. */
export function importNetworks(service: Tree, notes: ServiceNotes): void {
  const tree = entryOf(service, 'networks');
  const said = entriesOf(tree);
  const isDefault = said.every(([name, how]) => name === 'default' && entriesOf(how).length === 0);
  if (tree && !isDefault) notes.passTree('networks', tree);
  const old = entryOf(service, 'container_name');
  const name = leafOf(old)?.text;
  if (name === undefined) return;
  if (name === notes.service) {
    notes.change(`container_name: the name "${name}" stays on the network alone`, old?.place);
    return;
  }
  notes.change(
    `container_name: "${name}" is its name on the network, and no longer its container's`,
    old?.place,
  );
  // where it has a network of its own to have a name on
  if (entryOf(service, 'network_mode')) return;
  const networks = isDefault ? ['default'] : said.map(([network]) => network);
  const options = (network: string) =>
    (inFile(entryOf(tree, network) ?? { kind: 'leaf', value: null, text: '' }, notes.root) ?? {}) as {
      readonly aliases?: readonly string[];
    };
  notes.lay(
    'networks',
    Object.fromEntries(
      networks.map((network) => {
        const how = options(network);
        return [network, { ...how, aliases: [...(how.aliases ?? []), name] }];
      }),
    ),
  );
}
