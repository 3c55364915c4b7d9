import type { Finding } from '../model/finding.js';
import { type SystemSpec, volumesOf } from '../model/service-spec.js';

/** Dev and prod never share a data volume: an experiment in dev must not reach prod's data. */
export function separateVolumes(dev: SystemSpec<'dev'>, prod: SystemSpec<'prod'>): Finding[] {
  const ofProd = new Set(volumesOf(prod));
  return volumesOf(dev)
    .filter((volume) => ofProd.has(volume))
    .map((volume) => ({
      rule: 'separate-volumes',
      where: 'dev',
      at: `volumes[${volume}]`,
      problem: 'prod uses the same volume',
      fix: 'name it after its mode',
    }));
}
