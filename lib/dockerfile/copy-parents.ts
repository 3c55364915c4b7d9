import { keptParents } from './copy-options.js';
import { type Copying, putOne } from './copying.js';
import { clean } from './file-tree.js';
import { note, noteAll, target } from './place.js';
import { expandIn } from './stage.js';
import { taintOf } from './taint.js';

/** `COPY --parents`: each file below the destination by its whole path. */
export function copyParents(copying: Copying, word: string): void {
  const { instruction, stage, offer, destination, options } = copying;
  const source = expandIn(stage, word);
  const kept = source === undefined ? undefined : keptParents(offer.tree, source);
  const at = target(stage, instruction, { ...destination, slash: true });
  if (!kept || at === undefined) {
    note(stage, instruction, `what ${word} is, or where, is not known`, destination.path);
    return;
  }
  const found = kept.found.filter(({ path }) => !options.excludes(path.slice(1)));
  if (found.length === 0) note(stage, instruction, `${word} matches nothing that is known`, at);
  for (const { path, node } of found) if (!putOne(copying, node, clean(at + path))) break;
  const root = offer.tree.resolve(kept.root);
  const below = typeof root === 'string' ? undefined : root.node;
  noteAll(stage, taintOf(offer, kept.root, below, at, instruction.line));
}
