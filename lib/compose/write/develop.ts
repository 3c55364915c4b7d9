import type { ServiceSpec } from '../../model/service-spec.js';
import { bindsOf } from '../../model/watch.js';

/** Never in an image, and written while one works (the last by `sed -i`): no reason to rebuild. */
const NEVER = ['**/__pycache__', 'node_modules', '**/sed??????'];

/**
 * What `docker compose up --watch` does after an edit: a restart where the running service does not see it, a rebuild
 * where it is baked. Needs Compose 2.32. Empty where nothing comes from the source root, and in prod.
 */
export function renderDevelop(service: ServiceSpec): Record<string, unknown>[] {
  const { image } = service;
  const binds = bindsOf(service);
  if (image.kind !== 'build' || image.mode === 'prod' || service.plain) return [];
  const { directory, only } = image.source;
  const live = binds.flatMap(({ source }) =>
    source.startsWith(`${directory}/`) ? [source.slice(directory.length + 1)] : [],
  );
  return [
    ...binds.filter(({ hot }) => !hot).map(({ source }) => ({ action: 'restart', path: `./${source}` })),
    ...(only === undefined
      ? [{ action: 'rebuild', path: `./${directory}`, ignore: [...live, ...NEVER] }]
      : only.map((path) => ({ action: 'rebuild', path: `./${directory}/${path}` }))),
  ];
}
