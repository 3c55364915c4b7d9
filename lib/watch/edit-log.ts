import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeAtomically } from '../disk/files.js';
import type { Named } from '../model/conventions.js';
import { editsFile } from '../model/deployment.js';
import type { Edit } from '../model/watch.js';

/** Edits that are kept; the file has up to twice as many lines. */
export const KEPT_EDITS = 200;
/** Paths that are kept of an edit: a branch switch has thousands. */
const PATHS = 20;

/** The last edits on disk, where others read them. The watcher alone writes them. */
export class EditLog {
  private readonly path: string;
  private lines: number;

  constructor(system: Named & { readonly sourceRoot: string }) {
    this.path = join(system.sourceRoot, editsFile(system));
    this.lines = linesOf(this.path).length;
  }

  /** What cannot be noted is not: no edit waits for it. */
  add(edit: Edit): void {
    const line = JSON.stringify({ ...edit, paths: edit.paths.slice(0, PATHS) });
    try {
      if (this.lines >= 2 * KEPT_EDITS) {
        const kept = linesOf(this.path).slice(1 - KEPT_EDITS);
        writeAtomically(this.path, [...kept, line, ''].join('\n'), 0o600);
        this.lines = kept.length + 1;
      } else {
        appendFileSync(this.path, `${line}\n`, { mode: 0o600 });
        this.lines += 1;
      }
    } catch {
      // a disk that is full, a source root that is away
    }
  }
}

/** The last edits, the newest first. */
export function lastEdits(system: Named & { readonly sourceRoot: string }): readonly Edit[] {
  const edits = linesOf(join(system.sourceRoot, editsFile(system)))
    .slice(-KEPT_EDITS)
    .flatMap(editIn);
  return edits.reverse();
}

/** None in a line that was not written to its end. */
function editIn(line: string): Edit[] {
  try {
    const edit = JSON.parse(line) as Edit;
    return typeof edit.time === 'string' && typeof edit.done === 'string' && Array.isArray(edit.paths)
      ? [edit]
      : [];
  } catch {
    return [];
  }
}

function linesOf(path: string): string[] {
  return (readText(path) ?? '').split('\n').filter((line) => line !== '');
}
