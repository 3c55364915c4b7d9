import type { SourceFacts, SystemContext } from '../construct/definition.js';
import { describeSystems, type Systems } from '../construct/systems.js';
import type { ProjectSettings } from './settings.js';

/** For names, ports and data, which nothing of the source root decides: reading it takes longer than all the rest. */
export const UNREAD: SourceFacts = { context: () => ({ digest: '', stages: [] }) };

/** Both systems of these settings, unchecked. @throws UserError for a service that cannot be left out */
export function build(
  settings: ProjectSettings,
  sources: SourceFacts,
  unusualSecrets?: SystemContext['unusualSecrets'],
): Systems {
  const { system, name, conventions, images, volumes, portOffset, developer } = settings;
  const { host, tls, gateway, openPorts, choice } = settings;
  return describeSystems(
    system,
    {
      ...{ name, conventions, images, volumes, portOffset, developer },
      ...{ host, tls, gateway, openPorts, sources },
      unusualSecrets,
    },
    choice,
  );
}
