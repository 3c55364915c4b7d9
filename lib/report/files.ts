import { z } from 'zod';
import type { ClassifiedFile } from '../rules/parity/file-classes.js';

/** What each tracked file of each service is: `live   order-service/main.py   mounted at /app/main.py`. */
export function renderFiles(services: ReadonlyMap<string, readonly ClassifiedFile[]>): string {
  const width = Math.max(0, ...[...services.values()].flat().map(({ path }) => path.length));
  const lines = ({ path, class: known, why }: ClassifiedFile) =>
    `  ${(known ?? 'none').padEnd(7)}  ${path.padEnd(width)}  ${why}`;
  return [...services].map(([service, files]) => [service, ...files.map(lines), ''].join('\n')).join('\n');
}

/** What `--files --json` prints; `docs/files.schema.json` describes it. */
export const filesShape = z
  .strictObject({
    version: z.literal(1),
    services: z.array(
      z.strictObject({
        service: z.string(),
        files: z.array(
          z.strictObject({
            path: z.string().meta({ description: 'Relative to the source root' }),
            class: z
              .enum(['live', 'baked', 'ignored'])
              .optional()
              .meta({ description: 'Missing for a file that every build is sent and no image gets' }),
            why: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ title: 'What validate prints with --files --json' });

/** The same for programs. */
export function renderFilesJson(services: ReadonlyMap<string, readonly ClassifiedFile[]>): string {
  const value: z.input<typeof filesShape> = {
    version: 1,
    services: [...services].map(([service, files]) => ({ service, files: [...files] })),
  };
  return JSON.stringify(filesShape.parse(value), undefined, 2);
}
