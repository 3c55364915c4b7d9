import type { Log } from './log.js';
import { parseTemplate, resolveParts, type Variables } from './template.js';
import { type Leaf, leaf, type Tree } from './tree.js';

/**
 * A tree with the variables in its texts resolved; each text that has some keeps its parts.
 * @param isSeen whether the rules look at it: at no extension
 */
export function interpolate(tree: Tree, variables: Variables, log: Log, isSeen = true): Tree {
  if (tree.kind === 'list')
    return { ...tree, items: tree.items.map((item) => interpolate(item, variables, log, isSeen)) };
  if (tree.kind === 'table')
    return {
      ...tree,
      entries: new Map(
        [...tree.entries].map(([key, value]) => [
          key,
          interpolate(value, variables, log, isSeen && !key.startsWith('x-')),
        ]),
      ),
    };
  return typeof tree.value === 'string' && tree.value.includes('$')
    ? {
        ...interpolateText(tree.value, variables, tree.place, log, isSeen),
        ...(tree.tag ? { tag: tree.tag } : {}),
      }
    : tree;
}

/** One text; where a dollar in it begins no variable it stays as it is, and that is a problem. */
function interpolateText(
  text: string,
  variables: Variables,
  place: Tree['place'],
  log: Log,
  isSeen: boolean,
): Leaf {
  const parts = parseTemplate(text, variables);
  if (!parts) {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    log.problem(place, `"${shown}" has a dollar that starts no variable; write a plain dollar as $$`);
    return leaf(text, place);
  }
  let missing: string | undefined;
  const value = resolveParts(parts, ({ variable, operator }) => {
    missing ??= variable;
    // Compose refuses such a setup; what it is has to be said all the same where nobody has set it, as in CI
    if (isSeen && operator?.endsWith('?'))
      log.leave(place, `${variable} is required and has no value here: it is treated as empty`, {
        fix: 'set it, to check what it gives',
        cause: `${variable} is required`,
      });
  });
  const written = parts.some((part) => typeof part === 'object') ? parts : undefined;
  return { ...leaf(value, place, written), ...(missing === undefined ? {} : { missing }) };
}
