import { type ServiceSpec, type SystemSpec, volumesOf } from './service-spec.js';

/** All that has to be there before a job runs, through others too; in the order of the system. */
export function neededBy(system: SystemSpec, job: string): ServiceSpec[] {
  const needed = new Set<string>();
  const add = (name: string) => {
    const spec = system.services.find((each) => each.name === name);
    for (const dependency of spec?.dependsOn ?? []) {
      needed.add(dependency);
      add(dependency);
    }
  };
  add(job);
  return system.services.filter(({ name }) => needed.has(name));
}

/** The data that a job may have changed: of what it needs, and its own. */
export function volumesOfJob(system: SystemSpec, job: string): string[] {
  const own = system.services.filter(({ name }) => name === job);
  return volumesOf({ ...system, services: [...own, ...neededBy(system, job)] });
}
