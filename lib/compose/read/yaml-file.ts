import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { Log } from './log.js';
import type { ComposeText, Place } from './parsed.js';
import { type Leaf, leaf, list, MAX_DEPTH, type Table, type Tree, table } from './tree.js';

const TAGS = ['!reset', '!override'] as const;
/** Values that aliases may bring in all; a file of a few lines can ask for billions. */
const MAX_ALIASED = 100_000;

/** The documents of a YAML file with anchors, aliases and merge keys resolved; Compose merges them as if they were files. */
export function readYaml({ path, text }: ComposeText, log: Log): Table[] {
  const lines = new LineCounter();
  const start: Place = { file: path, line: 1, column: 1 };
  try {
    const documents = parseAllDocuments(text.replace(/^\uFEFF/, ''), {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'silent',
      stringKeys: false,
    }) as readonly Document.Parsed[];
    return documents.flatMap((document) => {
      const reader = new DocumentReader(path, lines, log);
      const [error] = document.errors;
      if (error) return log.problem(reader.place(error.pos[0]), `is not YAML: ${error.message}`) ?? [];
      if (document.contents === null) return [];
      const tree = reader.tree(document.contents, 0);
      return log.table(tree, 'the file') ?? [];
    });
  } catch (error) {
    // the parser's own stack ends where brackets are nested some thousands deep
    return log.problem(start, `cannot be read as YAML: ${(error as Error).message}`) ?? [];
  }
}

/** Words that YAML 1.1 takes for true or false, and Compose does not. */
const OLD_FLAG = /^(y|n|yes|no|on|off)$/i;

class DocumentReader {
  private readonly anchors = new Map<string, { readonly tree: Tree; readonly size: number }>();
  private aliased = 0;
  /** Values of the tree so far, those of aliases counted each time. */
  private size = 0;

  constructor(
    private readonly path: string,
    private readonly lines: LineCounter,
    private readonly log: Log,
  ) {}

  place(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.path, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  tree(node: Node | null, depth: number, place = this.place(node?.range?.[0] ?? 0)): Tree {
    if (depth > MAX_DEPTH) {
      this.log.problem(place, `is nested more than ${MAX_DEPTH} deep`);
      return leaf(null, place);
    }
    const before = this.size++;
    const bare = this.bare(node, depth, place);
    const tag = TAGS.find((known) => known === node?.tag);
    // what is taken away has no value, whatever is written behind the tag
    const tree = tag === '!reset' ? { ...leaf(null, place), tag } : tag ? { ...bare, tag } : bare;
    if (node && 'anchor' in node && node.anchor)
      this.anchors.set(node.anchor, { tree, size: this.size - before });
    return tree;
  }

  private bare(node: Node | null, depth: number, place: Place): Tree {
    if (isAlias(node)) return this.alias(node.source, place);
    if (isMap(node)) return table(this.entries(node, depth, place), place);
    if (isSeq(node))
      return list(
        node.items.map((item) => this.tree(item as Node, depth + 1)),
        place,
      );
    return isScalar(node) ? scalar(node, place) : leaf(null, place);
  }

  /** An alias means what the anchor of its name meant last before it; so there are no cycles. */
  private alias(name: string, place: Place): Tree {
    const anchor = this.anchors.get(name);
    if (!anchor) this.log.problem(place, `alias *${name} is before its anchor, inside it, or has none`);
    this.aliased += anchor?.size ?? 0;
    this.size += anchor?.size ?? 0;
    if (this.aliased > MAX_ALIASED)
      this.log.problem(
        { file: this.path, line: 1, column: 1 },
        `its aliases stand for more than ${MAX_ALIASED} values`,
      );
    return anchor && this.aliased <= MAX_ALIASED ? { ...anchor.tree, place } : leaf(null, place);
  }

  private entries(map: YAMLMap, depth: number, place: Place): Map<string, Tree> {
    const own = new Map<string, Tree>();
    const merged: Tree[] = [];
    for (const { key, value } of map.items as Pair<Node | null, Node | null>[]) {
      const at = key?.range ? this.place(key.range[0]) : place;
      if (!isScalar(key) && key !== null) {
        this.log.problem(at, 'a key is not text');
        continue;
      }
      const tree = this.tree(value, depth + 1, at);
      // the names of services, networks and volumes
      if (depth === 1 && isScalar(key) && key.type === 'PLAIN' && OLD_FLAG.test(String(key.source)))
        this.log.leave(
          at,
          `older readers of YAML (\`docker stack deploy\`) take the name "${key.source}" for true or false`,
        );
      const name = isScalar(key) ? String(key.source ?? key.value) : 'null';
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') merged.push(tree);
      else if (own.has(name)) this.log.problem(at, `key "${name}" occurs twice`);
      else own.set(name, tree);
    }
    return merged.length === 0 ? own : this.withMerged(own, merged);
  }

  /** What is written wins over what `<<` brings, and of several that it brings the first. */
  private withMerged(own: Map<string, Tree>, merged: readonly Tree[]): Map<string, Tree> {
    for (const source of merged.flatMap((tree) => (tree.kind === 'list' ? tree.items : [tree])))
      for (const [key, value] of this.log.table(source, 'the value of <<')?.entries ?? [])
        if (!own.has(key)) own.set(key, value);
    return own;
  }
}

function scalar({ value, source, type }: Scalar, place: Place): Leaf {
  // to Compose's reader of YAML 1_000 is a number
  if (typeof value === 'string' && type === 'PLAIN' && /^[-+]?[1-9]\d*(_\d+)+$/.test(value))
    return leaf(Number(value.replaceAll('_', '')), place);
  if (typeof value === 'string') return leaf(value, place);
  if (value === null || typeof value === 'boolean') return leaf(value, place);
  // a leading zero is an octal number to it, as in the mode of a file
  const isOctal = /^[-+]?0[0-7]+$/.test(source ?? '');
  const number = isOctal ? Number.parseInt(source ?? '', 8) : Number(value);
  return { ...leaf(number, place), text: numberText(number, source ?? '') };
}

/** A number as Go's `%v` has it, for that is what Compose puts into environments. */
function numberText(value: number, source: string): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (/^[-+]?0\d+$/.test(source)) return String(Number.parseInt(source, 8));
  if (/^[-+]?\d+$/.test(source)) return source.replace(/^\+/, '');
  if (Number.isInteger(value) && /^[-+]?0[xo]/.test(source)) return String(value);
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -4 && exponent < 6) return String(value);
  return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
}
