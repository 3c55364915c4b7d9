import { isBoundVolume } from './bound-volume.js';
import { contexts, isRemote } from './contexts.js';
import type { Log } from './log.js';
import { resolvePath } from './paths.js';
import { asList, assignments, longMount, longPorts, named } from './short-syntax.js';
import { isNull, type Leaf, leaf, list, retold, type Table, type Tree, table } from './tree.js';

/** What a file's relative paths are relative to. */
export interface CanonicalContext {
  readonly directory: string;
  /** What `~` stands for. @default - it stays */
  readonly home: string | undefined;
  readonly log: Log;
}

type Canon = (tree: Tree, around: CanonicalContext) => Tree;

/** Attribute of a service → its one long form, with absolute paths. What is missing here has one form. */
const SERVICE = new Map<string, Canon>([
  ['annotations', map('annotations')],
  ['build', build],
  ['cap_add', asList],
  ['cap_drop', asList],
  ['configs', each('configs', source)],
  ['depends_on', dependencies],
  ['develop', within('develop', 'watch', each('watch', inMap('path', path)))],
  ['env_file', (tree, around) => each('env_file', envFile)(asList(tree), around)],
  ['environment', map('environment')],
  [
    'extends',
    (tree, around) => inMap('file', path)(tree.kind === 'leaf' ? keyed('service', tree) : tree, around),
  ],
  ['extra_hosts', extraHosts],
  ['label_file', (tree, around) => each('label_file', path)(asList(tree), around)],
  ['labels', map('labels')],
  ['networks', networks],
  ['ports', ports],
  ['secrets', each('secrets', source)],
  ['tmpfs', asList],
  ['volumes', each('volumes', mount)],
]);

/** A service with every attribute in its long form and every path absolute, so that services can be merged and read. */
export function canonicalService(service: Table, around: CanonicalContext): Table {
  return mapEntries(service, (key, tree) => {
    const canon = SERVICE.get(key);
    return canon && !isNull(tree) ? { ...canon(tree, around), ...tagOf(tree) } : tree;
  });
}

/** A secret or config of the top level. */
export function canonicalFile(resource: Tree, around: CanonicalContext): Tree {
  return inMap('file', path)(resource, around);
}

/** A volume of the top level. Compose itself makes the path absolute only where the driver is said to be `local`. */
export function canonicalVolume(volume: Tree, around: CanonicalContext): Tree {
  return isBoundVolume(volume) ? inMap('driver_opts', inMap('device', path))(volume, around) : volume;
}

/** A config or a secret of a service. */
function source(item: Tree): Tree {
  return item.kind === 'leaf' ? keyed('source', item) : item;
}

/** A path of the file, absolute. */
function path(tree: Tree, { directory, home }: CanonicalContext): Tree {
  if (tree.kind !== 'leaf' || tree.value === null) return tree;
  const text = /^~(?=$|\/)/.test(tree.text) && home !== undefined ? home + tree.text.slice(1) : tree.text;
  return retold(tree, text.startsWith('~') ? text : resolvePath(directory, text));
}

function build(tree: Tree, around: CanonicalContext): Tree {
  const long = tree.kind === 'leaf' ? keyed('context', tree) : tree;
  if (long.kind !== 'table') return long;
  return mapEntries(long, (key, value) => {
    if (key === 'context') return value.kind === 'leaf' && isRemote(value.text) ? value : path(value, around);
    if (key === 'additional_contexts')
      return {
        ...contexts(map(`build.${key}`)(value, around), (each) => path(each, around)),
        ...tagOf(value),
      };
    return key !== 'args' && key !== 'labels'
      ? value
      : { ...map(`build.${key}`)(value, around), ...tagOf(value) };
  });
}

function envFile(item: Tree, around: CanonicalContext): Tree {
  return inMap('path', path)(item.kind === 'leaf' ? keyed('path', item) : item, around);
}

function mount(item: Tree, around: CanonicalContext): Tree | undefined {
  const long = item.kind === 'leaf' ? longMount(item) : item;
  if (!long)
    return around.log.problem(item.place, `"${textOf(item)}" is not a mount: source:target[:options]`);
  if (long.kind !== 'table') return long;
  const type = long.entries.get('type');
  const clean = inMap('target', cleaned)(long, around);
  const whole = type?.kind === 'leaf' && type.value === 'bind' ? inMap('source', path)(clean, around) : clean;
  return item.kind === 'leaf' && whole.kind === 'table' ? { ...whole, short: item } : whole;
}

/** Container paths are what they are to Compose: without `//`, `.`, `..` and a slash at the end. */
function cleaned(target: Tree): Tree {
  const text = textOf(target);
  return text.startsWith('/') ? leaf(resolvePath('/', text), target.place) : target;
}

function ports(tree: Tree, { log }: CanonicalContext): Tree {
  const items = log.list(tree, 'ports')?.items ?? [];
  let count = 0;
  const long = items.flatMap((item): readonly Tree[] => {
    if (count > MAX_PORTS) return [];
    const entries =
      item.kind === 'leaf' ? longPorts(item)?.map((long) => ({ ...long, short: item })) : [item];
    count += entries?.length ?? 0;
    if (count > MAX_PORTS) return log.problem(item.place, `publishes more than ${MAX_PORTS} ports`) ?? [];
    return (
      entries ??
      log.problem(item.place, `"${textOf(item)}" is not a port: [[address:]host:]container[/protocol]`) ??
      []
    );
  });
  return list(long, tree.place);
}

/** There are no more in one protocol. */
const MAX_PORTS = 65_535;

function dependencies(tree: Tree, { log }: CanonicalContext): Tree {
  if (tree.kind === 'table') return tree;
  const started = (place: Tree['place']) => table([['condition', leaf('service_started', place)]], place);
  return named(leaves(tree, 'depends_on', log), started, tree.place);
}

function networks(tree: Tree, { log }: CanonicalContext): Tree {
  return tree.kind === 'table'
    ? tree
    : named(leaves(tree, 'networks', log), (place) => leaf(null, place), tree.place);
}

/** `name:address` and `name=address` by name. */
function extraHosts(tree: Tree, { log }: CanonicalContext): Tree {
  if (tree.kind === 'table') return tree;
  const hosts = leaves(tree, 'extra_hosts', log).map((item) => {
    const [name = '', address = ''] = item.text.split(/[:=](.*)/s, 2);
    return [name, leaf(address, item.place)] as const;
  });
  return table(hosts, tree.place);
}

function map(what: string): Canon {
  return (tree, { log }) =>
    tree.kind === 'table' ? tree : isNull(tree) ? tree : assignments(leaves(tree, what, log), tree.place);
}

function each(what: string, canon: (item: Tree, around: CanonicalContext) => Tree | undefined): Canon {
  return (tree, around) =>
    list(
      (around.log.list(tree, what)?.items ?? []).flatMap((item) => canon(item, around) ?? []),
      tree.place,
    );
}

function within(what: string, key: string, canon: Canon): Canon {
  return (tree, around) => {
    const inside = around.log.table(tree, what);
    return inside ? inMap(key, canon)(inside, around) : leaf(null, tree.place);
  };
}

function inMap(key: string, canon: Canon): Canon {
  return (tree, around) =>
    tree.kind === 'table'
      ? mapEntries(tree, (name, value) =>
          name === key && !isNull(value) ? { ...canon(value, around), ...tagOf(value) } : value,
        )
      : tree;
}

function keyed(key: string, value: Leaf): Table {
  return table([[key, value]], value.place);
}

function leaves(tree: Tree, what: string, log: Log): Leaf[] {
  return (log.list(tree, what)?.items ?? []).flatMap((item) => log.leaf(item, `an entry of ${what}`) ?? []);
}

function mapEntries(tree: Table, change: (key: string, value: Tree) => Tree): Table {
  return { ...tree, entries: new Map([...tree.entries].map(([key, value]) => [key, change(key, value)])) };
}

function tagOf({ tag }: Tree): Pick<Tree, 'tag'> {
  return tag ? { tag } : {};
}

function textOf(tree: Tree): string {
  return tree.kind === 'leaf' ? tree.text : '';
}
