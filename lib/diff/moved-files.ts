import type { ClassifiedFile } from '../rules/parity/file-classes.js';
import type { Change } from './change.js';

/** Files that were there before and are now of another class. A file that is new or gone is in the image's change. */
export function movedFiles(before: readonly ClassifiedFile[], after: readonly ClassifiedFile[]): Change[] {
  const old = new Map(before.map((file) => [file.path, wordOf(file)]));
  const moves = new Map<string, string[]>();
  for (const file of after) {
    const [from, to] = [old.get(file.path), wordOf(file)];
    if (from !== undefined && from !== to)
      moves.set(`${to}\0${from}`, [...(moves.get(`${to}\0${from}`) ?? []), file.path]);
  }
  return [...moves].map(([key, paths]): Change => {
    const [name = '', from = ''] = key.split('\0');
    return { area: 'files', name, kind: 'changed', before: from, paths, effect: 'nothing', modes: [] };
  });
}

function wordOf(file: ClassifiedFile): string {
  return file.class ?? 'in no image';
}
