import { systemName } from '../../model/deployment.js';
import type { SystemSpec } from '../../model/service-spec.js';
import { renderSystem } from './render.js';

/** The Compose file of a release. @param system with images that are built (`asBuilt`) */
export function renderRelease(system: SystemSpec): string {
  const comment = [
    ` A release of ${systemName(system)}, as it was started; nothing reads the source tree any more.`,
    ` ${system.conventions.commands.prod} --rollback returns to the one before.`,
  ];
  return renderSystem(system, comment.join('\n'));
}
