import { setTimeout as sleep } from 'node:timers/promises';
import { mendRestartPolicies } from '../engine/by-hand.js';
import { type ComposeProject, composeUp, type UpHow } from '../engine/compose.js';
import { type Look, lookAt } from '../engine/look.js';
import { isWell } from '../model/container-state.js';
import type { ServiceSpec, SystemSpec } from '../model/service-spec.js';
import { UserError } from '../model/user-error.js';
import { asTold } from '../synth/told.js';
import { untilHealthy } from './until-healthy.js';

export interface StartOptions {
  /** Seconds for which each service is waited for at most. */
  readonly limit: number;
  /** Whether what does not come up is undone, and its containers go. @default false */
  readonly isUndone?: boolean;
  /** What happens, a line each. */
  log(line: string): void;
}

/**
 * Has Compose start services and waits until they are healthy. Compose knows the order; how long a service is
 * waited for is decided here. So a service that is broken ends Compose's waiting, and Compose is called again after it has
 * given up a service that was merely slow.
 * @throws UserError naming the service that is broken, or with what Compose said
 */
export async function startServices(
  project: ComposeProject,
  system: SystemSpec,
  services: readonly ServiceSpec[],
  how: UpHow,
  { limit, isUndone = false, log: say }: StartOptions,
): Promise<void> {
  const containers = services.map(({ container }) => container);
  const before = await lookAt(containers);
  // Compose says "Healthy" again for every service that waits for it, and all again when it is called again
  const said = new Set<string>();
  const log = (line: string) => {
    if (!said.has(line)) say(line);
    said.add(line);
  };
  const ending = new AbortController();
  const { signal } = ending;
  const compose = { hasReplaced: false, hasStarted: false };
  const isOld = (container: string, { state, startedAt }: Look) =>
    before.get(container)?.startedAt === startedAt &&
    !(state === 'exited' ? compose.hasStarted : compose.hasReplaced);

  const start = async () => {
    for (;;) {
      const problem = await composeUp(project, how, log, signal);
      compose.hasReplaced = true;
      if (problem === undefined) break;
      if (!(await unhealthyPass(containers, isOld, signal)))
        throw new UserError(`docker compose up failed:\n${problem}`);
    }
    compose.hasStarted = true;
    const told = asTold(system, project.directory, process.env).services;
    await mendRestartPolicies(told.filter(({ name }) => services.some((each) => each.name === name)));
  };

  try {
    await Promise.all([start(), untilHealthy(system, services, { limit, isUndone, isOld, log, signal })]);
  } finally {
    ending.abort();
  }
}

/** Waits until no container that runs is other than healthy. @returns whether there was one */
async function unhealthyPass(
  containers: readonly string[],
  isOld: (container: string, look: Look) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  for (let waited = false; ; waited = true) {
    const unhealthy = [...(await lookAt(containers))].filter(
      ([name, look]) => look.state !== 'created' && !isWell(look) && !isOld(name, look),
    );
    if (unhealthy.length === 0 || signal.aborted) return waited;
    await sleep(1000);
  }
}
