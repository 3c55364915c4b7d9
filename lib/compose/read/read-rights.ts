import type { CheckedService } from '../../model/checked-system.js';
import type { Attributes } from './attributes.js';

/** Who a service runs as and what it may, as far as that is said; its labels. */
export function readRights(
  service: Attributes,
): Pick<CheckedService, 'user' | 'readOnlyRoot' | 'privileged' | 'labels'> {
  const user = service.text('user');
  const [readOnlyRoot, privileged] = [service.flag('read_only'), service.flag('privileged')];
  const labels = service.pairs('labels').map(([label, { text }]) => [label, text] as const);
  return {
    ...(user ? { user } : {}),
    // Compose does not tell a false from nothing
    ...(readOnlyRoot ? { readOnlyRoot } : {}),
    ...(privileged === undefined ? {} : { privileged }),
    ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}),
  };
}
