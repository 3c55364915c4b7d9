import type { EngineHealthCheck, SystemSpec } from './service-spec.js';

/** Seconds between two probes of a service that has become healthy. */
const IDLE_INTERVAL = 10;
/** Seconds between two probes until then: what is probed often for so short a time costs little. */
const START_INTERVAL = 2;

/**
 * The system as an engine is told it that can probe more often while a service starts: one that is healthy is probed
 * rarely, but for one to which nothing is added. What waits for a service starts as soon as before, and one that fails is unhealthy as soon as before.
 */
function withIdleProbes(system: SystemSpec): SystemSpec {
  const services = system.services.map((service) => ({
    ...service,
    ...(service.healthCheck && !service.plain ? { healthCheck: idle(service.healthCheck) } : {}),
  }));
  return { ...system, services };
}

/** The system as the engine here is told it. @param startInterval whether that takes start_interval */
export function probedBy(system: SystemSpec, startInterval: boolean): SystemSpec {
  return startInterval ? withIdleProbes(system) : system;
}

function idle(check: EngineHealthCheck): EngineHealthCheck {
  if (check.interval >= IDLE_INTERVAL) return check;
  return {
    ...check,
    interval: IDLE_INTERVAL,
    // two at least: a single probe that is late would do
    retries: Math.max(2, Math.ceil((check.interval * check.retries) / IDLE_INTERVAL)),
    startInterval: Math.min(check.interval, START_INTERVAL),
  };
}

/** Of a system with idle probes, in words. */
export const IDLE_PROBES = `health probes: every ${IDLE_INTERVAL} s once healthy (start_interval, which engines before 25 refuse)`;
