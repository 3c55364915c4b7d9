import { posix } from 'node:path';
import { DiskSources } from '../disk/disk-sources.js';
import type { Mode } from '../model/mode.js';
import type { ServiceSpec } from '../model/service-spec.js';
import type { DescribedTree } from '../synth/described.js';
import type { DiffSide, FilesOf } from './side.js';

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
      return [isShared ? path : posix.join(source.directory, path), `${print} ${executable}`];
    }),
  );
}
