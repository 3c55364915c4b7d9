import { realpathSync } from 'node:fs';
import type { Systems } from '../construct/systems.js';
import { DiskSources } from '../disk/disk-sources.js';
import { DiskFacts } from '../disk/facts.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec } from '../model/service-spec.js';
import { imageReader } from '../rules/image.js';
import { fileClasses } from '../rules/parity/file-classes.js';
import type { ProjectSettings } from '../synth/settings.js';
import type { ClassesOf } from './moved-files.js';
import type { DiffSide, FilesOf } from './side.js';

/** Both modes of a system as they are described somewhere, and the source tree that goes with it. */
export interface DescribedTree {
  readonly systems: Pick<Systems, 'dev' | 'prod'>;
  readonly settings: Pick<ProjectSettings, 'sourceRoot' | 'images' | 'conventions'>;
}

/** One mode of it, with the files of its images. */
export function sideOf({ systems, settings }: DescribedTree, mode: Mode): DiffSide {
  const sources = new DiskSources(settings.sourceRoot, settings.images, settings.conventions);
  const files: FilesOf = (service) => filesIn(service, sources, settings.conventions.shared?.source);
  return { system: systems[mode], files };
}

function filesIn(
  { image, mode }: ServiceSpec,
  sources: DiskSources,
  shared: string | undefined,
): Map<string, string> {
  if (image.kind !== 'build') return new Map();
  const { source } = image;
  const { entries } = sources.context(source, mode);
  return new Map(
    entries.map(({ path, content, executable }) => {
      const isShared = source.shared && shared !== undefined && path.startsWith(`${shared}/`);
      const print = 'link' in content ? `link ${content.link}` : content.digest;
      return [isShared ? path : `${source.directory}/${path}`, `${print} ${executable}`];
    }),
  );
}

/** What each file of each service is there: live, baked or ignored. */
export function classesIn({
  systems: { dev, prod },
  settings: { sourceRoot, conventions },
}: DescribedTree): ClassesOf {
  const facts = new DiskFacts(realpathSync(sourceRoot), conventions.shared?.source);
  return fileClasses({ dev, prod, facts, conventions, ...imageReader(facts, [dev, prod]) });
}
