import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';

/** Services that have another name than before and are otherwise the same: new name → old name. */
export function renamedServices(before: SystemSpec, after: SystemSpec): ReadonlyMap<string, string> {
  const gone = before.services.filter(({ name }) => !after.services.some((each) => each.name === name));
  const come = after.services.filter(({ name }) => !before.services.some((each) => each.name === name));
  const renamed = new Map<string, string>();
  for (const service of come) {
    const alike = gone.filter((each) => signature(each) === signature(service));
    const rivals = come.filter((each) => signature(each) === signature(service));
    const [from] = alike;
    // of two that are alike nobody knows which one it was
    if (from && alike.length === 1 && rivals.length === 1) renamed.set(service.name, from.name);
  }
  return renamed;
}

/** What a service is whatever it is called: what it is built from or runs, and the paths that it has data at. */
function signature({ image, mounts }: ServiceSpec): string {
  const data = mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.target] : [])).sort();
  const from =
    image.kind === 'build'
      ? [image.source.directory, image.source.dockerfile, image.source.inline ?? '']
      : [image.upstream];
  return JSON.stringify([from, data]);
}
