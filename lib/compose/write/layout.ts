import { type Document, isCollection, isMap, isScalar, type Node, type Pair, Scalar, visit } from 'yaml';
import { MergeKey } from './nodes.js';

/** Of the extension, and of a health check: lists that are read at once. */
const ON_ONE_LINE = new Set(['test', 'live', 'only', 'otherPorts']);

/** Characters that are line ends to some readers of YAML, or that no reader takes as they are. */
const HIDDEN = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
/** Text of several lines that every reader of YAML takes as it stands. */
const PLAIN_LINES = /^[^\s\p{Cc}][^\p{Cc}]*(\n+[^\p{Cc}]*[^\s\p{Cc}])*\n?$/u;

/** Text that `yaml` leaves bare and Compose's reader of YAML takes for something else: `1_000`, `0b1`, `2020-01-01`, `<<`. */
const OTHERWISE = /^<<$|^[-+]?(\.?\d[\da-fox.]*_[\da-fox._]*|0b[01]+|\d{4}-\d\d?-\d\d?.*)$/i;

/** What stands below the comment. */
const FIRST: ReadonlySet<string> = new Set(['name', 'version']);

/** Names that older readers of YAML take for true or false. */
const OLD_FLAG = /^(y|n|yes|no|on|off)$/i;

/**
 * The document as text: commands on one line, an empty line before each service, a file to be read.
 * @param isForOld whether old readers of YAML read its values, too @default - Compose alone does
 */
export function layOut(document: Document, isForOld = false): string {
  visit(document, {
    Pair(_, { key, value }: Pair, path) {
      const name = isScalar(key) ? key.value : undefined;
      // above are the names of services
      if (path.length > 5 && ON_ONE_LINE.has(String(name)) && isCollection(value)) value.flow = true;
    },
    Collection(_, node) {
      // "a:" before a line end would become a key there
      if (node.flow) visit(node as Node, { Scalar: (__, item) => quote(item, /\n/) });
    },
    Scalar: (at, item) => {
      quote(item, HIDDEN);
      if ((at === 'key' || isForOld) && typeof item.value === 'string' && OLD_FLAG.test(String(item.value)))
        item.type = 'QUOTE_DOUBLE';
    },
  });
  for (const section of isMap(document.contents) ? document.contents.items : []) {
    if (section.key instanceof Scalar && !FIRST.has(String(section.key.value)))
      section.key.spaceBefore = true;
    if (!isScalar(section.key) || section.key.value !== 'services' || !isMap(section.value)) continue;
    section.value.items.slice(1).forEach(({ key }) => {
      if (isScalar(key)) key.spaceBefore = true;
    });
  }
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false, doubleQuotedAsJSON: true });
  return text.replace(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Double quotes, in which anything can be written; text of plain lines stays a block of them. */
function quote(item: Scalar, always: RegExp): void {
  if (typeof item.value !== 'string' || item instanceof MergeKey) return;
  if (item.value.search(always) >= 0 || OTHERWISE.test(item.value)) item.type = 'QUOTE_DOUBLE';
  else if (/\p{Cc}/u.test(item.value) && item.type !== 'QUOTE_DOUBLE')
    item.type = PLAIN_LINES.test(item.value) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE';
}
