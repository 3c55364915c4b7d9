import type { CheckedService } from '../../model/checked-system.js';
import type { Attributes } from './attributes.js';

/** Who a service runs as and what it may, as far as that is said; its labels. */
export function readRights(
  service: Attributes,
): Pick<
  CheckedService,
  'user' | 'readOnlyRoot' | 'privileged' | 'capabilities' | 'securityOptions' | 'labels'
> {
  const user = service.text('user');
  const [readOnlyRoot, privileged] = [service.flag('read_only'), service.flag('privileged')];
  const [add = [], drop = []] = [service.texts('cap_add'), service.texts('cap_drop')];
  const securityOptions = service.texts('security_opt') ?? [];
  const labels = service.pairs('labels').map(([label, { text }]) => [label, text] as const);
  return {
    ...(user ? { user } : {}),
    // Compose does not tell a false from nothing, nor an empty list
    ...(readOnlyRoot ? { readOnlyRoot } : {}),
    ...(privileged ? { privileged } : {}),
    ...(add.length + drop.length > 0 ? { capabilities: { add: names(add), drop: names(drop) } } : {}),
    ...(securityOptions.length > 0 ? { securityOptions } : {}),
    ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}),
  };
}

/** Without the `CAP_` that Compose lets people write. */
function names(capabilities: readonly string[]): string[] {
  return capabilities.map((name) => name.toUpperCase().replace(/^CAP_/, ''));
}
