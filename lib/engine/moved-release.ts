import { readFileSync } from 'node:fs';
import { writeAtomically } from '../disk/files.js';
import type { Mount } from '../model/mount.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';

/** A release's Compose file and system, with the data where it is since a restore. */
export function withCurrentVolumes<R extends { readonly file: string; readonly system: SystemSpec }>(
  release: R,
  volumes: Readonly<Record<string, string>>,
): R {
  const old = volumesOf(release.system).filter((volume) => Object.hasOwn(volumes, volume));
  if (old.length === 0) return release;
  const names = old.map((name) => name.replaceAll('.', '\\.')).join('|');
  const text = readFileSync(release.file, 'utf8').replace(
    // a service may be called what its data is, and then its container has the same name
    new RegExp(`(?<!container_name: ["']?)(?<![\\w.-])(?:${names})(?![\\w.-])`, 'g'),
    (name) => volumes[name] ?? name,
  );
  const file = release.file.replace(/\.yml$/, '.restored.yml');
  writeAtomically(file, text);
  const services = release.system.services.map((service) => ({
    ...service,
    mounts: (service.mounts as readonly Mount[]).map((mount) =>
      mount.type === 'volume' ? { ...mount, volume: volumes[mount.volume] ?? mount.volume } : mount,
    ),
  }));
  return { ...release, file, system: { ...release.system, services } as SystemSpec };
}
