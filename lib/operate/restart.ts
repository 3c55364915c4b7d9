import type { untilHealthy } from '../deploy/until-healthy.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';

/** The engine; a test has its own. */
export interface RestartSurroundings {
  /** @returns why it did not start, in the engine's words */
  restart(container: string): Promise<string | undefined>;
  untilHealthy: typeof untilHealthy;
  /** In seconds. */
  now(): number;
}

export interface RestartServicesOptions {
  /** Seconds for which each service is waited for at most. */
  readonly limit: number;
  readonly log: (line: string) => void;
}

/**
 * Restarts services in their containers, each when those of them that it requires are healthy again.
 * @throws UserError naming the first that did not come up; what requires it is left as it is
 */
export async function restartServices(
  system: Pick<SystemSpec, 'conventions'>,
  services: readonly Pick<ServiceSpec, 'name' | 'container' | 'dependsOn'>[],
  { limit, log }: RestartServicesOptions,
  surroundings: RestartSurroundings,
): Promise<void> {
  const done = new Map<string, Promise<void>>();
  // those that others require come first
  for (const service of services) {
    const required = service.dependsOn.flatMap((name) => done.get(name) ?? []);
    const { name, container } = service;
    const work = async () => {
      await Promise.all(required);
      const began = surroundings.now();
      const problem = await surroundings.restart(container);
      if (problem !== undefined)
        throw new UserError(`${name} did not start: ${problem}`, `docker logs ${container} shows all`);
      await surroundings.untilHealthy(system, [service], { limit, log });
      log(`${name} restarted, healthy in ${(surroundings.now() - began).toFixed(1)} s`);
    };
    done.set(name, work());
  }
  const ends = await Promise.allSettled(done.values());
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
