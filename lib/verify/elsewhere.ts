import { tasksAway } from '../engine/running-tasks.js';
import { imageName } from '../model/image.js';
import { type SystemSpec, startedOf } from '../model/service-spec.js';
import { isNodesImage } from '../model/swarm.js';
import { Findings } from './findings.js';
import type { ServiceReport } from './report.js';

/**
 * What can be told of the tasks that Swarm runs on other machines: the tag of an own image is a digest of its source, but nobody here
 * sees into their containers.
 */
export async function tasksElsewhere(system: SystemSpec): Promise<Map<string, ServiceReport>> {
  const away = await tasksAway(system);
  return new Map(
    startedOf(system).flatMap((service): [string, ServiceReport][] => {
      const own = away.filter(({ task }) => task.service === service.name && task.wanted === 'running');
      if (own.length === 0) return [];
      const findings = new Findings(service.name, service.container);
      for (const { task, machine } of own) {
        const { image } = task;
        const { name, state } = machine;
        if (state !== 'ready') findings.problems.push(`${name}, where one of it was, does not answer`);
        else if (!isNodesImage(image, imageName(service.image)))
          findings.problems.push(`on ${name} it runs ${image}, not ${imageName(service.image)}`);
        else findings.proven.push(`its image on ${name}`);
      }
      findings.notes.push('what is in the containers of other machines cannot be seen from here');
      return [[service.name, findings]];
    }),
  );
}
