import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** All files and links below a directory, path → hash of the content; `node_modules` is somebody else's. */
export function listing(directory: string, prefix = ''): Record<string, string> {
  const entries = readdirSync(join(directory, prefix), { withFileTypes: true });
  const found = entries.flatMap((entry): [string, string][] => {
    const path = join(prefix, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return [[`${path}/`, ''], ...Object.entries(listing(directory, path))];
    if (entry.isSymbolicLink()) return [[path, readlinkSync(join(directory, path))]];
    return [
      [
        path,
        createHash('sha256')
          .update(readFileSync(join(directory, path)))
          .digest('hex'),
      ],
    ];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
