import { inFile, textInFile } from '../../compose/read/as-in-file.js';
import type { PlainPortProps } from '../../construct/description.js';
import { entriesOf, entryOf, itemsOf, plainText, type ServiceNotes, type Tree } from './attributes.js';

type Ports = {
  readonly port?: PlainPortProps;
  readonly otherPorts?: Readonly<Record<string, PlainPortProps>>;
};

/** The first port is what the service is for; what is no TCP port with a plain number stays with Compose. */
export function importPorts(service: Tree, notes: ServiceNotes): Ports {
  const found: PlainPortProps[] = [];
  const said = new Set<string>();
  for (const item of itemsOf(entryOf(service, 'ports'))) {
    const port = portOf(item);
    if (port && !found.some(({ container }) => container === port.container)) found.push(port);
    else {
      // of a range only the text that all of it stands in
      const short = item.kind === 'table' ? item.short : undefined;
      const value = short ? textInFile(short) : inFile(item, notes.root);
      if (!said.has(String(short?.text)))
        notes.pass('ports', [value], item.place, `ports: ${short ? textInFile(short) : describe(item)}`);
      if (short) said.add(short.text);
    }
  }
  const [port, ...others] = found;
  if (!port) return {};
  if (others.length === 0) return { port };
  return {
    port,
    otherPorts: Object.fromEntries(others.map((other) => [`port${other.container}`, other])),
  };
}

function portOf(item: Tree): PlainPortProps | undefined {
  if (item.kind !== 'table' || item.short?.parts || isRange(item)) return undefined;
  const text = (key: string) => plainText(entryOf(item, key));
  const [container, host, address] = [text('target'), text('published'), text('host_ip')];
  const isPlain =
    (text('protocol') ?? 'tcp') === 'tcp' &&
    entriesOf(item).every(([key]) => ['target', 'published', 'host_ip', 'protocol'].includes(key)) &&
    /^\d+$/.test(container ?? '') &&
    /^[1-9]\d*$/.test(host ?? '') &&
    (address === undefined || address === '127.0.0.1' || address === '0.0.0.0');
  if (!isPlain) return undefined;
  return {
    container: Number(container),
    host: Number(host),
    ...(address === '127.0.0.1' || address === '0.0.0.0' ? { address } : {}),
  };
}

function isRange(item: Tree): boolean {
  return item.kind === 'table' && item.short !== undefined && /\d-\d/.test(item.short.text);
}

function describe(item: Tree): string {
  const text = (key: string) => plainText(entryOf(item, key));
  return `${text('published') ?? ''}:${text('target') ?? '?'}/${text('protocol') ?? 'tcp'}`;
}
