import { startOf } from '../lib/deploy/start-words.js';
import type { Mode } from '../lib/model/mode.js';
import type { ServiceSpec, SystemSpec } from '../lib/model/service-spec.js';
import { bindsOf } from '../lib/model/watch.js';
import type { Settings } from '../lib/synth/settings.js';
import type { ShownMode, StatusDocument } from './status-document.js';

/** What the page knows of a system that runs, or does not. */
export interface SystemView {
  readonly title: string;
  /** What people type before a command. */
  readonly program: string;
  /** What starts it, as it was started last. */
  readonly start: string;
  /** What `status --json` prints. */
  readonly status: StatusDocument;
  /** As the mode that runs describes them; of dev, where nothing runs. */
  readonly mode: Mode;
  readonly services: readonly ServiceView[];
  /** What stands in the way of the next start. @default - nothing */
  readonly refused?: string;
  /** Whether `main.ts` or what it loads is another by now: all that is said goes by what it was. @default false */
  readonly isOutdated?: boolean;
}

/** A service, beside what status says of it. */
interface ServiceView {
  readonly service: string;
  readonly container: string;
  /** Whether its image is built here. */
  readonly isBuilt: boolean;
  readonly isJob: boolean;
  readonly needs: readonly string[];
  readonly neededBy: readonly string[];
  /** Paths that are mounted, relative to the source root. */
  readonly live: readonly string[];
}

export function systemView(
  settings: Settings,
  system: SystemSpec,
  shown: readonly ShownMode[],
  status: StatusDocument,
): SystemView {
  const { title, commands } = settings.conventions;
  const { mode } = shown[0]?.system ?? system;
  return {
    ...{ title, program: commands.program, start: startOf(settings, mode), status, mode },
    services: (shown[0]?.system ?? system).services.map((service) => serviceView(service, system)),
  };
}

function serviceView(service: ServiceSpec, { services }: SystemSpec): ServiceView {
  const { name, container, image, dependsOn, job } = service;
  return {
    ...{ service: name, container, isBuilt: image.kind === 'build', isJob: job !== undefined },
    needs: dependsOn,
    neededBy: services.filter((other) => other.dependsOn.includes(name)).map((other) => other.name),
    live: bindsOf(service).map(({ source }) => source),
  };
}
