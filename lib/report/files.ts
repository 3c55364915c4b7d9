import type { ClassifiedFile } from '../rules/parity/file-classes.js';

/** What each tracked file of each service is: `live   order-service/main.py   mounted at /app/main.py`. */
export function renderFiles(services: ReadonlyMap<string, readonly ClassifiedFile[]>): string {
  const width = Math.max(0, ...[...services.values()].flat().map(({ path }) => path.length));
  const lines = ({ path, class: known, why }: ClassifiedFile) =>
    `  ${(known ?? 'none').padEnd(7)}  ${path.padEnd(width)}  ${why}`;
  return [...services].map(([service, files]) => [service, ...files.map(lines), ''].join('\n')).join('\n');
}
