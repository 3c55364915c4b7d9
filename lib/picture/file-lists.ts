import { counted } from '../model/counted.js';
import type { ClassifiedFile } from '../rules/parity/file-classes.js';
import { escapedMarkup } from './markup.js';

/** In the order in which they are asked for; the last is of files that no image gets. */
const CLASSES = ['live', 'baked', 'ignored', undefined] as const;

/** The files of a service, folded; nothing where it has none. */
export function fileLists(files: readonly ClassifiedFile[]): string {
  if (files.length === 0) return '';
  const groups = CLASSES.map((each) => ({
    word: each ?? 'in no image',
    files: files.filter((file) => file.class === each),
  }));
  const used = groups.filter((group) => group.files.length > 0);
  const lists = used.map(({ word, files: each }) => `<h4>${word}</h4><ul>${each.map(item).join('\n')}</ul>`);
  const counts = used.map(({ word, files: each }) => `${each.length} ${word}`).join(', ');
  return `<details><summary>${counted(files.length, 'file')}: ${counts}</summary>
${lists.join('\n')}
</details>`;
}

function item({ path, why }: ClassifiedFile): string {
  return `<li>${escapedMarkup(path)} <small>${escapedMarkup(why)}</small></li>`;
}
