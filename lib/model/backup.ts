import { volumeWord } from './deployment.js';
import type { Mount } from './mount.js';
import type { ServiceSpec, SystemSpec } from './service-spec.js';

/** What a construct says of its data where it is not to be as it is usual: only copied as files, or left out. */
export type DeclaredBackup = 'files' | 'none';

/** How the data of a volume is copied while the system runs. */
export type BackupMethod = 'postgres' | 'mariadb' | 'redis' | 'files';

/** A data volume, and how it is backed up. */
export interface BackupPart {
  /** As its construct calls it: `postgres_data`; the same after a restore. */
  readonly word: string;
  /** The engine's name for it. */
  readonly volume: string;
  /** Where its service has it. */
  readonly target: string;
  readonly service: string;
  readonly container: string;
  readonly method: BackupMethod;
}

/** What is backed up of a system, and what is not. */
export interface BackupPlan {
  readonly parts: readonly BackupPart[];
  /** Volumes that are left out, by their words. */
  readonly leftOut: readonly string[];
}

/**
 * How each data volume is backed up: what is a database's by the tools of that database, everything else as files.
 * @param declared what a service's construct says @default - nothing
 */
export function backupPlan(
  system: SystemSpec,
  declared: (service: string) => DeclaredBackup | undefined,
): BackupPlan {
  const all = new Map<string, BackupPart & { readonly isLeftOut: boolean }>();
  for (const service of system.services)
    for (const mount of service.mounts as readonly Mount[]) {
      if (mount.type !== 'volume' || all.has(mount.volume)) continue;
      const { volume, target } = mount;
      const said = declared(service.name);
      all.set(volume, {
        ...{ word: dataWord(system, volume), volume, target },
        ...{ service: service.name, container: service.container },
        method: said === 'files' ? said : usualMethod(service, target),
        isLeftOut: said === 'none',
      });
    }
  const volumes = [...all.values()].sort((a, b) => (a.word < b.word ? -1 : 1));
  return {
    parts: volumes.flatMap(({ isLeftOut, ...part }) => (isLeftOut ? [] : [part])),
    leftOut: volumes.flatMap(({ isLeftOut, word }) => (isLeftOut ? [word] : [])),
  };
}

/** By where the images of these databases keep their data, whoever built on them; a cache's directory says less. */
function usualMethod({ image }: Pick<ServiceSpec, 'image'>, target: string): BackupMethod {
  const name = image.kind === 'external' ? (/([^/:@]+)(?:[:@][^/]*)?$/.exec(image.upstream)?.[1] ?? '') : '';
  if (target.startsWith('/var/lib/postgresql')) return 'postgres';
  if (target === '/var/lib/mysql' && name !== 'mysql') return 'mariadb';
  return target === '/data' && /^(redis|valkey)$/.test(name) ? 'redis' : 'files';
}

/** A stamp that a restored volume has behind its word. */
const RESTORED = /\.\d{8}-\d{6}$/;

/** A data volume as its construct calls it, whether it was restored or not. */
export function dataWord(system: SystemSpec, volume: string): string {
  return volumeWord(system, volume).replace(RESTORED, '');
}

/** A moment as it stands in the name of a backup, and of what is restored: `20301231-235959`, in UTC. */
export function stampOf(moment: Date): string {
  return moment
    .toISOString()
    .replace(/[-:]|\.\d+Z/g, '')
    .replace('T', '-');
}
