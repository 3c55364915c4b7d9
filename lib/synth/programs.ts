import type { BuildSource, ContextFacts } from '../model/image.js';
import type { Mode } from '../model/mode.js';
import type { SystemSpec } from '../model/service-spec.js';
import type { ImageProgram } from '../swarm/write/program.js';

/** What its Dockerfile says that an image runs. */
type ReadProgram = (source: BuildSource, mode: Mode) => Pick<ContextFacts, 'entrypoint' | 'command'>;

/** Service → what its image runs by itself, as far as its Dockerfile says it. */
export function programsOf(
  { services }: Pick<SystemSpec, 'services'>,
  read: ReadProgram,
): Map<string, ImageProgram> {
  return new Map(
    services.flatMap(({ name, image }): [string, ImageProgram][] => {
      if (image.kind !== 'build') return [];
      const { entrypoint, command } = read(image.source, image.mode);
      return [[name, { ...(entrypoint ? { entrypoint } : {}), ...(command ? { command } : {}) }]];
    }),
  );
}
