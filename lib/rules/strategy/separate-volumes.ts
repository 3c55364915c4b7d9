import type { CheckedSystem } from '../../model/checked-system.js';
import { betweenModes, type Rule } from '../rule.js';

/** Dev and prod never share a data volume: an experiment in dev must not reach prod's data. */
export const separateVolumes: Rule = {
  id: 'separate-volumes',
  severity: 'error',
  group: 'strategy',
  claim: 'Dev and prod share no volume.',
  why: "An experiment in dev would reach prod's data, and two databases on one volume destroy it.",
  wrong: { language: 'yaml', text: '# in both files\nvolumes:\n  postgres_data:\n    name: postgres_data' },
  right: { language: 'yaml', text: '# dev\nvolumes:\n  postgres_data:\n    name: postgres_data-dev' },
  check: betweenModes((dev, prod) => {
    const ofProd = volumes(prod);
    const shared = [...volumes(dev)].filter((volume) => ofProd.has(volume));
    if (shared.length === 0) return [];
    return [
      {
        where: 'system',
        at: `volumes[${shared[0]}]`,
        problem: `dev and prod both use ${shared.length > 1 ? 'volumes' : 'volume'} ${shared.map((volume) => `"${volume}"`).join(', ')}`,
        fix: shared.length > 1 ? 'name each after its mode' : 'name it after its mode',
      },
    ];
  }),
};

function volumes({ services }: CheckedSystem): Set<string> {
  const mounts = services.flatMap((service) => service.mounts);
  return new Set(
    mounts.flatMap((mount) => (mount.type === 'volume' && mount.volume !== undefined ? [mount.volume] : [])),
  );
}
