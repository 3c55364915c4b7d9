import { joined, resolveParts, type TemplatePart } from './template.js';
import { type Leaf, leaf, list, retold, type Table, type Tree, table } from './tree.js';

/** `[source:]target[:options]`, the short form of a mount, in its long form; undefined where it is none. */
export function longMount(short: Leaf): Table | undefined {
  const { text, place, missing } = short;
  const sections = split(text);
  // what is empty for want of a variable is a path of the host, most likely
  const isHost = missing !== undefined && sections[0] === '' && sections.length > 1;
  if (sections.length > 3 || sections.slice(isHost ? 1 : 0).includes('')) return undefined;
  const [first = '', target, options = ''] = sections;
  const words = options.split(',');
  const entry = (key: string, value: string | boolean) => [key, leaf(value, place)] as const;
  if (target === undefined) return table([entry('type', 'volume'), entry('target', first)], place);
  return table(
    [
      entry('type', isHost || isFilePath(first) ? 'bind' : 'volume'),
      ['source', retold(short, first)],
      entry('target', target),
      ...(words.includes('ro') ? [entry('read_only', true)] : []),
      ...mountOptions(words, isFilePath(first), place),
    ],
    place,
  );
}

/** What else the short form can say. */
function mountOptions(words: readonly string[], isBind: boolean, place: Tree['place']) {
  const propagation = words.find((word) => /^r?(shared|slave|private)$/.test(word));
  const selinux = words.find((word) => /^[zZ]$/.test(word));
  const bind: (readonly [string, Tree])[] = [
    ...(propagation ? [['propagation', leaf(propagation, place)] as const] : []),
    ...(selinux ? [['selinux', leaf(selinux, place)] as const] : []),
  ];
  if (isBind) return bind.length > 0 ? [['bind', table(bind, place)] as const] : [];
  return words.includes('nocopy') ? [['volume', table([['nocopy', leaf(true, place)]], place)] as const] : [];
}

/** At colons, but for the one of a drive. */
function split(text: string): string[] {
  const sections: string[] = [''];
  for (let i = 0; i < text.length; i++) {
    const last = sections.length - 1;
    const section = sections[last] ?? '';
    if (text[i] === ':' && !/^[A-Za-z]$/.test(section)) sections.push('');
    else sections[last] = section + text[i];
  }
  return sections;
}

function isFilePath(source: string): boolean {
  return /^([./~]|\\\\|[A-Za-z]:)/.test(source);
}

/** Ports that one entry may stand for; more are a mistake or an attack. */
const MAX_RANGE = 65_535;
const PORT =
  /^(?:(?:(?<address>\[[^\]]*\]|[^:]*):)?(?<host>[\d-]*):)?(?<container>[\d-]+)(?:\/(?<protocol>\w+))?$/;

/** `[[address:]host:]container[/protocol]`, the short form of ports, in their long form; undefined where it is none. */
export function longPorts(short: Leaf): Table[] | undefined {
  const { address, host, container, protocol } = PORT.exec(short.text)?.groups ?? {};
  const targets = range(container);
  const published = host ? range(host) : undefined;
  if (!targets || (host && !published)) return undefined;
  const single = targets.length === 1;
  if (published && published.length !== targets.length && !single) return undefined;
  return targets.map((target, i) => {
    const outside = single ? host : String(published?.[i] ?? '');
    const entries: (readonly [string, Tree])[] = [['target', leaf(target, short.place)]];
    if (outside) entries.push(['published', leaf(outside, short.place)]);
    if (address) entries.push(['host_ip', leaf(address.replace(/^\[(.*)\]$/, '$1'), short.place)]);
    entries.push(['protocol', leaf(protocol ?? 'tcp', short.place)]);
    return table(entries, short.place);
  });
}

/** `8000` or `8000-8010`. */
function range(text: string | undefined): number[] | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '');
  if (!match) return undefined;
  const first = Number(match[1]);
  const last = Number(match[2] ?? first);
  if (last < first || last - first > MAX_RANGE) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** A list of `NAME=value` as a map; an entry without `=` has no value. */
export function assignments(entries: readonly Leaf[], place: Tree['place']): Table {
  return table(
    entries.map((entry) => {
      const equals = entry.text.indexOf('=');
      if (equals < 0)
        return [entry.text, { ...leaf(null, entry.place), ...nameMark(entry.parts !== undefined) }] as const;
      return [entry.text.slice(0, equals), after(entry, equals + 1)] as const;
    }),
    place,
  );
}

/** What stands behind the name, with its variables; those in the name are written out, for in a map a name has none. */
function after(entry: Leaf, start: number): Leaf {
  const value = entry.text.slice(start);
  if (!entry.parts) return leaf(value, entry.place);
  const parts: TemplatePart[] = [];
  let left = start;
  let hasName = false;
  for (const part of entry.parts) {
    const text = resolveParts([part], () => {});
    const rest = typeof part === 'string' || left > 0 ? text.slice(left) : part;
    if (left > 0 && typeof part === 'object') hasName = true;
    if (left <= text.length && rest !== '') parts.push(rest);
    left = Math.max(0, left - text.length);
  }
  const written = parts.some((part) => typeof part === 'object') ? joined(parts) : undefined;
  return { ...leaf(value, entry.place, written), ...nameMark(hasName) };
}

function nameMark(hasVariables: boolean): Pick<Leaf, 'nameHasVariables'> {
  return hasVariables ? { nameHasVariables: true } : {};
}

/** A list of names as a map with the same value for each. */
export function named(
  names: readonly Leaf[],
  value: (place: Tree['place']) => Tree,
  place: Tree['place'],
): Table {
  return table(
    names.map((name) => [name.text, value(name.place)] as const),
    place,
  );
}

/** One value as a list of it. */
export function asList(tree: Tree): Tree {
  return tree.kind === 'list' ? tree : list([tree], tree.place);
}
